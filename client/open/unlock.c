#include "unlock.h"

#include <string.h>

#include "keys.h"
#include "pinentry.h"
#include "view.h"
#include "serve.h"
#include "window.h"

/* Of the pages that can be asked for, as a word of ours. */
static const char *known(const char *to)
{
	return strcmp(to, "tips") == 0 ? "tips" : "";
}

static void typed_here(const struct open *open, const char *to, bool first, struct text *ret)
{
	view_form(open, ret, "unlock");
	html_write(ret, "<input type=\"hidden\" name=\"to\" value=\"%s\">\n", to);
	html_write(
		ret,
		"<label for=\"passphrase\">%s</label>\n<input id=\"passphrase\" type=\"password\" name=\"passphrase\" "
		"maxlength=\"%d\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" required",
		_("Passphrase"), PASSPHRASE_MOST);
	html_write(ret, first ? " autofocus>\n" : ">\n");
	html_write(ret, "<button>%s</button>\n</form>\n", _("Open"));
	html_write(ret, "<p class=\"quiet\">%s</p>\n", _("If the browser offers to keep it, better say no."));
}

static void in_a_window(const struct open *open, const char *to, struct text *ret)
{
	view_form(open, ret, "window");
	html_write(ret, "<input type=\"hidden\" name=\"to\" value=\"%s\">\n<button autofocus>%s</button>\n</form>\n",
		   to, _("Ask me in a window"));
	html_write(ret, "<details>\n<summary>%s</summary>\n", _("Type it on this page instead"));
	typed_here(open, to, false, ret);
	html_write(ret, "</details>\n");
}

void unlock_ask(struct open *open, const char *to, const char *trouble, struct answer *ret)
{
	view_begin(open, &ret->body, _("Open your answers"), to);
	html_write(&ret->body, "<section>\n");
	if (trouble != NULL)
		html_write(&ret->body, "<p class=\"flag\" role=\"alert\">%s</p>\n", trouble);
	view_paragraph(&ret->body, _("What you answered is sealed. Your passphrase opens it for this page, and what it "
				     "opens is forgotten again when the page ends."));
	if (!open->no_window && pinentry_possible())
		in_a_window(open, to, &ret->body);
	else
		typed_here(open, to, true, &ret->body);
	html_write(&ret->body, "</section>\n<section>\n<h2>%s</h2>\n", _("Weekly review"));
	view_paragraph(&ret->body, _("To fill it in, no passphrase is needed."));
	html_write(&ret->body, "<p><a href=\"./review\">%s</a></p>\n</section>\n", _("Look back on the week"));
	view_end(open, &ret->body);
}

static void answer(struct open *open, const char *to, const struct passphrase *passphrase, struct answer *ret)
{
	_cleanup_(text_clear) struct text words = {0};
	struct error err = {0};
	int wait_s = 0;
	switch (keys_try(open, passphrase, &wait_s, &err)) {
	case 0:
		view_go(to, ret);
		break;
	case KEYS_WRONG:
		unlock_ask(open, to, err.message, ret);
		break;
	case KEYS_WAIT:
		text_appendf(
			&words,
			ngettext("That passphrase was not tried: after several wrong ones, please wait %d second.",
				 "That passphrase was not tried: after several wrong ones, please wait %d seconds.",
				 (unsigned long)wait_s),
			wait_s);
		unlock_ask(open, to, text_string(&words), ret);
		break;
	default:
		view_fail(open, &err, ret);
	}
}

void page_unlock(struct open *open, const struct form *form, struct answer *ret)
{
	_cleanup_(passphrase_free) struct passphrase typed = {0};
	const struct form_field *field = form_find(form, "passphrase");
	const char *to = known(form_value(form, "to"));
	struct error err = {0};
	if (passphrase_make_room(&typed, &err) < 0) {
		view_fail(open, &err, ret);
		return;
	}
	typed.length = field == NULL ? 0 : field->length > PASSPHRASE_MOST ? PASSPHRASE_MOST + 1 : field->length;
	if (field != NULL)
		memcpy(typed.bytes, field->value, typed.length);
	if (passphrase_check(&typed, &err) < 0)
		unlock_ask(open, to, err.message, ret);
	else
		answer(open, to, &typed, ret);
}

static void on_typed(struct open *open, struct passphrase *typed)
{
	struct answer ret = {.status = 200};
	if (typed->bytes != NULL) {
		answer(open, open->held_to, typed, &ret);
	} else {
		open->no_window = true;
		unlock_ask(open, open->held_to, _("No passphrase came from the window. It can be typed here."), &ret);
	}
	passphrase_free(typed);
	serve_held(open, &ret);
}

void page_window(struct open *open, const struct form *form, struct answer *ret)
{
	const char *to = known(form_value(form, "to"));
	ret->later = open->window == NULL && window_start(open, on_typed) == 0;
	if (ret->later) {
		open->held_to = to;
		return;
	}
	bool is_open = open->window != NULL;
	open->no_window = !is_open;
	unlock_ask(open, to, is_open ? _("A window that asks for it is open already.") : NULL, ret);
}
