/* One switch of the desktop's settings. GSettings ends a program that names what is not there, so all is looked up first. */
#include "notify.h"

#include <string.h>

#include <gio/gio.h>

static bool is_switch(const char *schema_id, const char *key)
{
	GSettingsSchemaSource *source = g_settings_schema_source_get_default();
	g_autoptr(GSettingsSchema) schema = source ? g_settings_schema_source_lookup(source, schema_id, TRUE) : NULL;
	/* One without a path has no place of its own. */
	if (!schema || !g_settings_schema_get_path(schema) || !g_settings_schema_has_key(schema, key))
		return false;
	g_autoptr(GSettingsSchemaKey) found = g_settings_schema_get_key(schema, key);
	return g_variant_type_equal(g_settings_schema_key_get_value_type(found), G_VARIANT_TYPE_BOOLEAN);
}

int setting_report(const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, " ", 2);
	report_bound(NOTIFY_SHOW_LIMIT_S);
	if (!words[0] || !words[1] || !is_switch(words[0], words[1])) {
		report_failed(FAILED_NO_SETTING);
		return 0;
	}
	g_autoptr(GSettings) settings = g_settings_new(words[0]);
	report(&(struct prompt_event){.type = PROMPT_SETTING, .on = g_settings_get_boolean(settings, words[1])}, NULL);
	return 0;
}
