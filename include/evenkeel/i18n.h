/* Marks for texts to translate. Programs bind the domain "evenkeel" at their start; the core only looks texts up. */
#ifndef EVENKEEL_I18N_H
#define EVENKEEL_I18N_H

#include <libintl.h>

#define _(text) dgettext("evenkeel", text)
#define N_(text) (text)

#endif
