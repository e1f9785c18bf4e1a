#include "doctor.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "programs.h"

struct doctor_check *doctor_add(struct doctor *doctor, const char *id, const char *label, enum doctor_state state,
				const char *found)
{
	assert(doctor->count < DOCTOR_MOST);
	struct doctor_check *check = &doctor->checks[doctor->count++];
	*check = (struct doctor_check){.id = id, .label = label, .state = state};
	text_append(&check->found, found != NULL ? found : "");
	return check;
}

void doctor_mend(struct doctor_check *check, const char *mend)
{
	text_append(&check->mend, mend);
}

/* As a shell takes it: quoted where it must be, from the home directory on where it lies there. */
static void append_place(struct text *ret, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
	const char *inside = programs_below_home(path);
	if (path[strspn(path, plain)] == '\0') {
		text_appendf(ret, inside != NULL ? "~/%s" : "%s", inside != NULL ? inside : path);
		return;
	}
	text_append_char(ret, '\'');
	for (; *path != '\0'; path++)
		if (*path == '\'')
			text_append(ret, "'\\''");
		else
			text_append_char(ret, *path);
	text_append_char(ret, '\'');
}

void doctor_mend_by_example(struct doctor_check *check, const char *example, const char *to)
{
	_cleanup_(text_clear) struct text from = {0};
	text_appendf(&from, "%s/%s", EXAMPLESDIR, example);
	if (access(text_string(&from), R_OK) < 0) /* run from where it was built */
		text_append(&check->mend, "sudo make install && ");
	text_append(&check->mend, "install -D -m 600 ");
	append_place(&check->mend, text_string(&from));
	text_append_char(&check->mend, ' ');
	append_place(&check->mend, to);
}

void doctor_mend_by_package(struct doctor_check *check, enum doctor_package package)
{
	static const struct {
		const char *program, *command;
		const char *packages[PACKAGE_THAI + 1];
	} managers[] = {
		{"apt-get",
		 "sudo apt-get install",
		 {"dunst", "pinentry-gnome3", "xdg-utils", "libsecret-tools", "libpulse0", "libthai-data"}},
		{"dnf",
		 "sudo dnf install",
		 {"dunst", "pinentry-gnome3", "xdg-utils", "libsecret", "pulseaudio-libs", "libthai"}},
		{"pacman", "sudo pacman -S", {"dunst", "pinentry", "xdg-utils", "libsecret", "libpulse", "libthai"}},
	};
	for (size_t i = 0; i < sizeof(managers) / sizeof(*managers); i++)
		if (programs_have(managers[i].program)) {
			text_appendf(&check->mend, "%s %s", managers[i].command, managers[i].packages[package]);
			return;
		}
}
