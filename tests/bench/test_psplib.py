"""Reading PSPLIB's format, on an instance made up here, and drawing instances like its own."""

import pytest

from bench.psplib import STRENGTH, made, read_folder, read_sm

RULE = "*" * 72
INSTANCE = f"""{RULE}
file with basedata            : none
initial value random generator: 1
{RULE}
projects                      :  1
jobs (incl. supersource/sink ):  5
horizon                       :  6
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
{RULE}
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      3      0        5        1        5
{RULE}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
{RULE}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     1       1    4
  4      1     2       0    3
  5      1     0       0    0
{RULE}
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    4
{RULE}
"""


def test_a_folder_of_instances_is_read_with_its_best_makespans(tmp_path):
    (tmp_path / "small1_1.sm").write_text(INSTANCE, encoding="ascii")
    (tmp_path / "best.csv").write_text("instance,optimal_makespan\nsmall1_1.sm,6\n", encoding="ascii")
    (instance,) = read_folder(tmp_path)
    assert instance.name == "small1_1"
    assert instance.durations == [3, 1, 2]
    assert instance.links == [(0, 2)]
    assert instance.demands == [{"R1": 2}, {"R1": 1, "R2": 4}, {"R2": 3}]
    assert instance.capacity == {"R1": 2, "R2": 4}
    assert instance.best == 6


def test_a_file_of_another_kind_is_named(tmp_path):
    path = tmp_path / "other.sm"
    path.write_text("PRECEDENCE RELATIONS:\n", encoding="ascii")
    with pytest.raises(ValueError, match=r"other\.sm is not a PSPLIB"):
        read_sm(path)


@pytest.mark.parametrize(("tasks", "count"), [(30, 48), (60, 48), (120, 60)])
def test_drawn_instances_cover_the_grid_and_can_be_levelled(tasks, count):
    instances = list(made(tasks))
    assert len(instances) == count == 12 * len(STRENGTH[tasks])
    for instance in instances:
        assert len(instance.durations) == len(instance.demands) == tasks
        assert all(i < j for i, j in instance.links)
        for demand in instance.demands:
            assert all(units <= instance.capacity[name] for name, units in demand.items())
