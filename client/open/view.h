/* What all pages have in common: their frame with the ways to go, a form's beginning, and the pages that say no. */
#ifndef CLIENT_OPEN_VIEW_H
#define CLIENT_OPEN_VIEW_H

#include "html.h"
#include "open.h"

/* Of the policy: " 'sha256-...'" for each style element of a page. */
void view_style_sources(struct text *ret);

/* From the document's beginning to behind its heading. @here: which of the ways to go this page is ("tips"); NULL = it has none. */
void view_begin(const struct open *open, struct text *ret, const char *title, const char *here);
void view_end(const struct open *open, struct text *ret);
/* A form that goes to @page, with its secret. Ends with </form>. */
void view_form(const struct open *open, struct text *ret, const char *page);
void view_paragraph(struct text *ret, const char *words);

/* The browser has its cookie: on to the first page, as from a page of ours, since the cookie goes with nothing else. */
void view_welcome(const struct open *open, struct answer *ret);
/* A refusal, in words. What is said to those that may not see anything does not depend on what they asked for. */
void view_refuse(const struct open *open, int status, struct answer *ret);
/* Something went wrong that the person should know of. */
void view_fail(const struct open *open, const struct error *err, struct answer *ret);
/* 303: see there. */
void view_go(const char *page, struct answer *ret);

#endif
