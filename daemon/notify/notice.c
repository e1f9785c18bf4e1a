#include "notify.h"

#include <stdio.h>
#include <sys/random.h>

#include <libnotify/notify.h>

#include <evenkeel/mem.h>

static NotifyNotification *notice;
static void (*tell_ended)(enum prompt_closed);
static char keys[PROMPTLINE_ACTIONS][33];
static bool keeps_shown, answered;

/* ActionInvoked is broadcast on the bus: a random key per button and prompt keeps what was answered from those who listen. */
static void make_keys(void)
{
	for (int i = 0; i < PROMPTLINE_ACTIONS; i++) {
		unsigned char raw[16];
		if (getrandom(raw, sizeof raw, 0) != sizeof raw)
			abort();
		for (size_t k = 0; k < sizeof raw; k++)
			snprintf(keys[i] + 2 * k, 3, "%02x", raw[k]);
	}
}

static void on_action(NotifyNotification *of, char *key, gpointer data)
{
	(void)of, (void)key;
	answered = true;
	report(&(struct prompt_event){.type = PROMPT_ACTION, .action = GPOINTER_TO_INT(data)}, NULL);
}

static void on_closed(NotifyNotification *of, gpointer data)
{
	(void)data;
	static const enum prompt_closed reasons[] = {CLOSED_UNKNOWN, CLOSED_EXPIRED, CLOSED_DISMISSED, CLOSED_BY_CALL};
	int reason = notify_notification_get_closed_reason(of);
	tell_ended(reason >= 1 && reason <= 3 ? reasons[reason] : CLOSED_UNKNOWN);
}

/* Servers give the title one line, and cut the rest (Xfce, GNOME) or half of it (LXQt): a long question stands below it. */
#define TITLE_COLUMNS 36
static bool is_long_question(const struct prompt_text *prompt)
{
	return *prompt->body == '\0' && text_columns(prompt->summary) > TITLE_COLUMNS;
}

/* Markup only where it is understood: elsewhere a bare & or <b> would stand in the text as it is. */
static void compose_body(const struct prompt_text *prompt, const struct server *server, struct text *ret)
{
	text_append(ret, is_long_question(prompt) ? prompt->summary : prompt->body);
	if (server->hint_wanted && *prompt->cli_hint) {
		text_append(ret, ret->length ? "\n" : "");
		text_append(ret, prompt->cli_hint);
	}
	if (!server->caps.has_markup || !ret->length)
		return;
	g_autofree char *escaped = g_markup_escape_text(text_string(ret), (gssize)ret->length);
	text_clear(ret);
	text_append(ret, escaped);
}

static int expire_ms(int32_t life_s)
{
	int64_t ms = ((int64_t)life_s + NOTIFY_EXPIRE_GRACE_S) * 1000;
	return (int)CLAMP(ms, 1, G_MAXINT);
}

int notice_show(const struct prompt_text *prompt, const struct server *server, void (*ended)(enum prompt_closed))
{
	_cleanup_(text_clear) struct text body = {0};
	compose_body(prompt, server, &body);
	tell_ended = ended;
	keeps_shown = server->keeps_shown;
	make_keys();
	const char *title = is_long_question(prompt) ? "Evenkeel" : prompt->summary;
	notice = notify_notification_new(title, body.length ? text_string(&body) : NULL, NULL);
	notify_notification_set_urgency(notice, prompt->urgency_low ? NOTIFY_URGENCY_LOW : NOTIFY_URGENCY_NORMAL);
	notify_notification_set_timeout(notice, expire_ms(prompt->life_s));
	if (*prompt->category)
		notify_notification_set_category(notice, prompt->category);
	for (int i = 0; server->caps.has_actions && i < prompt->action_count; i++)
		notify_notification_add_action(notice, keys[i], prompt->actions[i], on_action, GINT_TO_POINTER(i),
					       NULL);
	g_signal_connect(notice, "closed", G_CALLBACK(on_closed), NULL);
	return notify_notification_show(notice, NULL) ? 0 : -1;
}

void notice_close(void)
{
	if (notice && keeps_shown && !answered) {
		int id = 0;
		g_object_get(notice, "id", &id, NULL);
		server_take_off((uint32_t)id);
	}
	if (notice)
		notify_notification_close(notice, NULL);
	notice_forget();
}

void notice_forget(void)
{
	g_clear_object(&notice);
}
