#include <evenkeel/os.h>

#include "doctor.h"
#include "programs.h"
#include "thai.h"

/* Other people's programs that something of ours calls. */
static const struct {
	const char *id, *program, *missing;
	enum doctor_package package;
} others[] = {
	{"pinentry", "pinentry", N_("not here; the passphrase can only be asked for on a terminal"), PACKAGE_PINENTRY},
	{"xdg_open", "xdg-open", N_("not here; 'evenkeel open --no-browser' prints the page's address instead"),
	 PACKAGE_XDG_OPEN},
	{"keyring", "secret-tool", N_("not here; only 'evenkeel keys keyring on' needs it"), PACKAGE_SECRET_TOOL},
};

static void look_at_helper(struct doctor *doctor, const char *id, const char *name, const char *missing)
{
	char path[PATH_SIZE];
	if (process_helper(name, path, sizeof(path), NULL) == 0)
		doctor_add(doctor, id, name, DOCTOR_WORKS, _("there"));
	else
		doctor_mend(doctor_add(doctor, id, name, DOCTOR_OPTIONAL, missing), "sudo make install");
}

void doctor_programs(struct doctor *doctor)
{
	look_at_helper(doctor, "page", "evenkeel-open", _("not here; 'evenkeel open' cannot show its page"));
	if (HAVE_ICAL)
		look_at_helper(doctor, "calendar", "evenkeel-calendar", _("not here; calendars cannot be read"));
	else
		doctor_add(doctor, "calendar", "evenkeel-calendar", DOCTOR_OPTIONAL,
			   _("built without libical; calendars cannot be read"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (programs_have(others[i].program))
			doctor_add(doctor, others[i].id, others[i].program, DOCTOR_WORKS, _("there"));
		else
			doctor_mend_by_package(doctor_add(doctor, others[i].id, others[i].program, DOCTOR_OPTIONAL,
							  _(others[i].missing)),
					       others[i].package);
	if (thai_works())
		doctor_add(doctor, "thai", "libthai", DOCTOR_WORKS, _("there"));
	else
		doctor_mend_by_package(doctor_add(doctor, "thai", "libthai", DOCTOR_OPTIONAL,
						  _("not here; lines of Thai may break inside a word")),
				       PACKAGE_THAI);
}
