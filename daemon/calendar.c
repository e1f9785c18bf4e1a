#include "calendar.h"

#include <string.h>

#include <event2/event.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "file_watch.h"

#define FIRST_LIMIT_MS 2000
#define SETTLE_MS 200 /* a file that is being written is read once */
#define AGAIN_S 3600  /* where a change is not told, as in a network's directory */

struct calendar_source {
	struct event_base *base;
	void (*changed)(void *context, const struct calendar *calendar);
	void *context;
	struct config config; /* calendar_file, calendar_shift, and what was told last */
	bool told;
	struct file_watch *watch;
	struct calendar_run run;
	struct event *readable, *limit, *settle;
	int64_t wall_s, set_boot_ms; /* set: the watch, after which the file is read */
	struct zone zone;
	int32_t date;
};

static struct timeval in_ms(int ms)
{
	return (struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
}

static void tell(struct calendar_source *source, const struct calendar *calendar)
{
	if (source->told && memcmp(calendar, &source->config.calendar, sizeof(*calendar)) == 0)
		return;
	source->told = true;
	source->config.calendar = *calendar;
	source->changed(source->context, calendar);
}

/* End what runs; true if something did. */
static bool stop(struct calendar_source *source, bool timeout, struct calendar *ret)
{
	bool ran = source->readable != NULL;

	if (!ran)
		return false;
	event_free(source->readable);
	source->readable = NULL;
	event_del(source->limit);
	calendar_run_end(&source->run, timeout, ret);
	return true;
}

static void finish(struct calendar_source *source, bool timeout)
{
	struct calendar calendar;

	if (stop(source, timeout, &calendar))
		tell(source, &calendar);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	struct calendar_source *source = context;

	(void)fd, (void)what;
	if (calendar_run_take(&source->run) != CALENDAR_RUN_MORE)
		finish(source, false);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	finish(context, true);
}

static void begin(struct calendar_source *source)
{
	struct calendar_request request = calendar_request_at(&source->config, source->wall_s);
	struct calendar dropped;
	struct timeval limit = in_ms(CALENDAR_LIMIT_MS);
	enum calendar_fault fault;

	(void)stop(source, false, &dropped);
	if (calendar_run_start(&source->run, &request, &fault) < 0) {
		tell(source, &(struct calendar){.fault = fault});
		return;
	}
	source->readable = event_new(source->base, source->run.fd, EV_READ | EV_PERSIST, on_readable, source);
	event_add(source->readable, NULL);
	event_add(source->limit, &limit);
}

/* Watched before it is read, so that no change falls in between. */
static void again(struct calendar_source *source)
{
	source->set_boot_ms = instant_now().boot_ms;
	file_watch_set(source->watch, source->config.calendar_file);
}

static void on_watched(void *context)
{
	begin(context);
}

static void on_settled(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	again(context);
}

static void on_file(void *context)
{
	struct calendar_source *source = context;
	struct timeval settle = in_ms(SETTLE_MS);

	if (!event_pending(source->settle, EV_TIMEOUT, NULL))
		event_add(source->settle, &settle);
}

static const struct file_watch_events file_events = {.changed = on_file, .ready = on_watched};

static void read_first(struct calendar_source *source)
{
	struct calendar_request request = calendar_request_at(&source->config, source->wall_s);
	struct calendar calendar;

	calendar_file_read(&request, FIRST_LIMIT_MS, &calendar);
	tell(source, &calendar);
}

static void set_time(struct calendar_source *source, const struct zone *zone, int64_t wall_s)
{
	source->wall_s = wall_s;
	source->date = zone_date(zone, wall_s, NULL);
	source->zone = *zone;
}

void calendar_source_configure(struct calendar_source *source, const struct config *config, const struct zone *zone,
			       int64_t wall_s, bool wait)
{
	struct calendar dropped;

	memcpy(source->config.calendar_file, config->calendar_file, sizeof(config->calendar_file));
	memcpy(source->config.calendar_shift, config->calendar_shift, sizeof(config->calendar_shift));
	set_time(source, zone, wall_s);
	source->told = false;
	(void)stop(source, false, &dropped);
	again(source);
	if (source->config.calendar_file[0] && wait)
		read_first(source);
}

void calendar_source_look(struct calendar_source *source, const struct zone *zone, int64_t wall_s)
{
	int32_t date = zone_date(zone, wall_s, NULL);
	bool other = date != source->date || !zone_equal(zone, &source->zone),
	     long_ago = instant_now().boot_ms - source->set_boot_ms >= AGAIN_S * INT64_C(1000);

	(void)calendar_run_reap(&source->run);
	if (!source->config.calendar_file[0])
		return;
	set_time(source, zone, wall_s);
	if (other || long_ago)
		again(source);
}

struct calendar_source *calendar_source_new(struct event_base *base,
					    void (*changed)(void *context, const struct calendar *calendar),
					    void *context)
{
	struct calendar_source *source = mem_new(1, sizeof(*source));

	source->base = base;
	source->changed = changed;
	source->context = context;
	calendar_run_init(&source->run);
	source->watch = file_watch_new(base, &file_events, source);
	source->limit = evtimer_new(base, on_limit, source);
	source->settle = evtimer_new(base, on_settled, source);
	return source;
}

struct calendar_source *calendar_source_free(struct calendar_source *source)
{
	struct calendar dropped;

	if (!source)
		return NULL;
	(void)stop(source, false, &dropped);
	source->watch = file_watch_free(source->watch);
	event_free(source->limit);
	event_free(source->settle);
	return mem_free(source);
}
