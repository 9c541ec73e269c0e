/* Entry point. Every module enhances markup that works without it; each listens on document, so that
   what htmx brings in later needs no set-up of its own. */
import "./behaviour/theme-switch.js";
import "./behaviour/toasts.js";
import "./behaviour/confirm.js";
import "./behaviour/submit.js";
import "./behaviour/guard.js";
import "./behaviour/formset.js";
import "./behaviour/keyboard.js";
import "./behaviour/fields.js";
import "./behaviour/drop.js";
import "./behaviour/menus.js";
import "./behaviour/tabs.js";
import "./behaviour/countdown.js";
import "./behaviour/signoff-bar.js";
import "./behaviour/htmx-errors.js";
import "./behaviour/cells.js";
import "./behaviour/drafts.js";
import "./behaviour/move-launch.js";
