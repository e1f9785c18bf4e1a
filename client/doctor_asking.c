#include <stdio.h>
#include <string.h>

#include <evenkeel/os.h>
#include <evenkeel/promptline.h>

#include "child.h"
#include "doctor.h"
#include "service.h"
#include "status.h"

static void look_at_daemon(struct doctor *doctor)
{
	const struct proto_status *status = &doctor->status;
	if (!doctor->running)
		doctor_mend(doctor_add(doctor, "daemon", _("daemon"), DOCTOR_NEEDED,
				       _("it is not running, so nothing is asked")),
			    service_start_words());
	else if (status->trouble[0] != '\0')
		doctor_mend(doctor_add(doctor, "daemon", _("daemon"), DOCTOR_NEEDED, status->trouble),
			    "evenkeel status");
	else
		doctor_add(doctor, "daemon", _("daemon"), DOCTOR_WORKS, _("running"));
}

/* Tomorrow's session, rather than this one. */
static void look_at_start(struct doctor *doctor)
{
	char path[PATH_SIZE];
	bool there = false;
	bool managed = service_is_managed();
	if (managed && service_is_enabled()) {
		doctor_add(doctor, "start", _("at the start"), DOCTOR_WORKS, _("systemd starts it with your session"));
		return;
	}
	if (autostart_find(&doctor->client->paths, path, &there, NULL) == 0 && there) {
		doctor_add(doctor, "start", _("at the start"), DOCTOR_WORKS, _("your desktop's autostart starts it"));
		return;
	}
	struct doctor_check *check = doctor_add(doctor, "start", _("at the start"), DOCTOR_OPTIONAL,
						_("the daemon does not start with your session"));
	if (managed)
		doctor_mend(check, SERVICE_ENABLE);
	else
		doctor_mend_by_example(check, "evenkeeld.desktop", path);
}

/* What the notification server said of itself, or why not, through the helper that would show a prompt. */
static bool probe(struct prompt_event *ret)
{
	char path[PATH_SIZE], line[512];
	struct child child;
	if (process_helper("evenkeel-notify", path, sizeof(path), NULL) < 0)
		return false;
	const char *const words[] = {path, "--probe", NULL};
	if (child_start(&child, words) < 0)
		return false;
	ssize_t length = child_read(&child, line, sizeof(line));
	child_end(&child);
	const char *end = length > 0 ? memchr(line, '\n', (size_t)length) : NULL;
	return end != NULL && prompt_event_decode(line, (size_t)(end - line), ret, NULL) == 0;
}

static void look_at_server(struct doctor *doctor)
{
	struct prompt_event event = {.type = PROMPT_FAILED, .failed = FAILED_NO_SERVER};
	_cleanup_(text_clear) struct text words = {0};
	bool answered = probe(&event);
	if (answered && event.type == PROMPT_CAPS) {
		text_appendf(&words, "%s %s", event.server, event.server_version);
		doctor_add(doctor, "prompts", _("prompts"), DOCTOR_WORKS, text_string(&words));
		return;
	}
	bool no_bus = event.type == PROMPT_FAILED && event.failed == FAILED_NO_BUS;
	struct doctor_check *check = doctor_add(doctor, "prompts", _("prompts"), DOCTOR_NEEDED,
						!answered ? _("evenkeel-notify cannot be started")
						: no_bus  ? _("there is no session bus")
							  : _("no notification server answered"));
	if (!answered)
		doctor_mend(check, "sudo make install");
	else if (no_bus)
		doctor_mend(check, "evenkeel config set notify.via terminal");
	else
		doctor_mend_by_package(check, PACKAGE_NOTIFIER);
}

static void look_at_prompts(struct doctor *doctor)
{
	int32_t via = doctor->client->config.notify;
	if (via == NOTIFY_TERMINAL || via == NOTIFY_LOG) {
		doctor_add(doctor, "prompts", _("prompts"), DOCTOR_WORKS,
			   via == NOTIFY_LOG ? _("in the log, as you set it") : _("in the terminal, as you set it"));
		return;
	}
	/* Where the daemon has found a server, that is what counts; where it has not, one may have come since. */
	if (doctor->running && doctor->status.notifier_why[0] == '\0')
		doctor_add(doctor, "prompts", _("prompts"), DOCTOR_WORKS, doctor->status.notifier);
	else
		look_at_server(doctor);
}

static void look_at_activity(struct doctor *doctor)
{
	const char *source = doctor->status.activity_source, *none = _("none: working hours count as active");
	if (strncmp(source, none, strlen(none)) != 0) {
		doctor_add(doctor, "activity", _("activity"), DOCTOR_WORKS, source);
		return;
	}
	struct doctor_check *check = doctor_add(doctor, "activity", _("activity"), DOCTOR_OPTIONAL, source);
	doctor_mend(check, doctor->client->config.activity_source != SOURCE_AUTO
				   ? "evenkeel config set activity.source auto"
			   : service_is_managed() ? "systemctl --user restart evenkeeld"
						  : "");
}

/* What the daemon says of one thing, behind "NAME: "; NULL when it says nothing of it. */
static const char *said(const struct proto_feature *feature, const char *name)
{
	size_t length = strlen(name);
	const char *words = feature->words;
	return strncmp(words, name, length) == 0 && words[length] == ':' ? words + length + 1 : NULL;
}

static void look_at_calls(struct doctor *doctor, const char *why)
{
	if (doctor->status.call_detection) {
		doctor_add(doctor, "calls", _("call detection"), DOCTOR_WORKS, STATUS_CALL_SOURCE);
		return;
	}
	struct doctor_check *check =
		doctor_add(doctor, "calls", _("call detection"), DOCTOR_OPTIONAL, why + strspn(why, " "));
	if (doctor->client->config.call_detect == DETECT_OFF)
		doctor_mend(check, "evenkeel config set call.detect auto");
	else if (strstr(why, "libpulse") != NULL)
		doctor_mend_by_package(check, PACKAGE_PULSE);
}

/* What else the daemon says of this desktop, in its own words, which name the next step where there is one. */
static void look_at_features(struct doctor *doctor)
{
	for (int i = 0; i < doctor->status.feature_count && i < PROTO_FEATURES_MAX; i++) {
		const struct proto_feature *feature = &doctor->status.features[i];
		const char *calls = said(feature, _("call detection"));
		if (calls != NULL)
			look_at_calls(doctor, calls);
		else
			doctor_add(doctor, "desktop", _("desktop"), feature->missing ? DOCTOR_OPTIONAL : DOCTOR_WORKS,
				   feature->words);
	}
}

void doctor_asking(struct doctor *doctor)
{
	look_at_daemon(doctor);
	look_at_start(doctor);
	look_at_prompts(doctor);
	if (!doctor->running)
		return;
	look_at_activity(doctor);
	look_at_features(doctor);
}
