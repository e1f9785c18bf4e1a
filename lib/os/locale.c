#include <evenkeel/locale.h>

#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

/* Where the running program lies; false when nothing says so. */
static bool find_program(char ret[static PATH_MAX])
{
	ssize_t length = readlink("/proc/self/exe", ret, PATH_MAX - 1);
	if (length > 0) {
		ret[length] = '\0';
		return true;
	}
	const char *called = (const char *)getauxval(AT_EXECFN); /* without /proc */
	return called != NULL && realpath(called, ret) != NULL;
}

/* Translations lie in locale/ beside the program when it runs from where it was built. */
static void bind_domain(void)
{
	char program[PATH_MAX], path[PATH_MAX + sizeof("/locale")];
	char *slash = find_program(program) ? strrchr(program, '/') : NULL;
	if (slash != NULL)
		*slash = '\0';
	snprintf(path, sizeof(path), "%s/locale", slash != NULL ? program : "");
	bindtextdomain("evenkeel", slash != NULL && access(path, F_OK) == 0 ? path : LOCALEDIR);
	bind_textdomain_codeset("evenkeel", "UTF-8");
	textdomain("evenkeel");
}

static bool is_plain_c(const char *name)
{
	return name == NULL || *name == '\0' || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

/* Does @name begin with a language that we have? English counts only when it is named. */
static bool known(const char *name)
{
	return strncmp(name, "en", 2) == 0 || catalogue_language_for(name) != CATALOGUE_EN;
}

/* The environment's locale for a category, in the order that setlocale uses. */
static const char *locale_name(const char *category)
{
	const char *const variables[] = {"LC_ALL", category, "LANG"};
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *value = getenv(variables[i]);
		if (value != NULL && *value != '\0')
			return value;
	}
	return "";
}

static enum catalogue_language from_environment(void)
{
	const char *locale = locale_name("LC_MESSAGES");
	const char *list = getenv("LANGUAGE");
	if (is_plain_c(locale)) /* as gettext does: LANG=C asks for no translation */
		return CATALOGUE_EN;
	while (list != NULL && *list != '\0') {
		char name[32];
		size_t length = strcspn(list, ":");
		snprintf(name, sizeof(name), "%.*s", (int)length, list);
		if (known(name))
			return catalogue_language_for(name);
		list += length + (list[length] == ':');
	}
	return catalogue_language_for(locale);
}

static void use(enum catalogue_language language)
{
	/* Messages follow LANGUAGE only outside the C locale; C.UTF-8 is on every system. */
	if (setlocale(LC_ALL, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ||
	    is_plain_c(setlocale(LC_MESSAGES, NULL)))
		setlocale(LC_ALL, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	setenv("LANGUAGE", catalogue_language_code(language), 1);
}

static enum catalogue_language environment_language;

void locale_begin(void)
{
	bind_domain();
	environment_language = from_environment();
	use(environment_language);
}

enum catalogue_language locale_choose(enum config_language setting)
{
	enum catalogue_language language = environment_language;
	if (setting == LANGUAGE_EN)
		language = CATALOGUE_EN;
	else if (setting == LANGUAGE_ZH_CN)
		language = CATALOGUE_ZH_CN;
	else if (setting == LANGUAGE_TH)
		language = CATALOGUE_TH;
	use(language);
	return language;
}

void locale_country(char ret[static 3])
{
	/* Telephone numbers are what it is for: who reads English in Germany has LANG=en_US and LC_TELEPHONE=de_DE. */
	const char *name = locale_name("LC_TELEPHONE");
	const char *territory = strchr(name, '_');
	ret[0] = '\0';
	if (territory == NULL || strcspn(territory + 1, ".@") != 2)
		return;
	memcpy(ret, territory + 1, 2);
	ret[2] = '\0';
	if (ret[0] < 'A' || ret[0] > 'Z' || ret[1] < 'A' || ret[1] > 'Z')
		ret[0] = '\0';
}
