#include "app_world.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>
#include <evenkeel/mem.h>

const char world_quiet[] = "[checkin]\nper-day = 0\n[review]\nday = off\n[micro]\nevery = off\n[rest]\nevery = off\n"
			   "[hours]\nmon = 00:00-24:00\ntue = 00:00-24:00\n";

const char world_passphrase[] = "a test's own";

static struct instant port_now(void *context)
{
	return ((struct world *)context)->now;
}

static struct zone port_zone(void *context, int64_t wall_s)
{
	(void)wall_s;
	return ((struct world *)context)->zone;
}

static void port_show(void *context, const struct prompt_text *prompt)
{
	struct world *world = context;

	world->screen = *prompt;
	world->shows++;
}

static void port_close(void *context)
{
	struct world *world = context;

	world->screen = (struct prompt_text){0};
	world->closes++;
}

static void port_wake(void *context, int64_t boot_ms, int64_t wall_ms)
{
	struct world *world = context;

	assert_true(boot_ms > world->now.boot_ms); /* else it would spin */
	world->wake_boot_ms = boot_ms;
	world->wake_wall_ms = wall_ms;
}

static void port_describe(void *context, struct proto_status *status)
{
	(void)context;
	snprintf(status->notifier, sizeof status->notifier, "a test's screen");
}

static void port_configured(void *context, const struct config *config)
{
	(void)context;
	(void)config;
}

static bool port_has_page(void *context)
{
	return ((struct world *)context)->has_page;
}

static void port_open_page(void *context)
{
	((struct world *)context)->pages++;
}

static void port_log(void *context, const char *line)
{
	struct world *world = context;
	size_t length = strlen(world->log);

	snprintf(world->log + length, sizeof world->log - length, "%s\n", line);
}

static void join(char *ret, const struct world *world, const char *name)
{
	snprintf(ret, PATH_SIZE, "%s%s", world->dir, name);
}

void world_configure(struct world *world, const char *config)
{
	FILE *file = fopen(world->options.paths.config, "w");

	assert_non_null(file);
	assert_true(fputs(config, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

void world_init(struct world *world, const char *config)
{
	char code[RECOVERY_CODE_SIZE];

	*world = (struct world){.now = {.wall_ms = INT64_C(1772442000) * 1000, .boot_ms = 5000000},
				.zone = zone_fixed(0)};
	const char *place = getenv("TMPDIR");
	bool fits = place && strlen(place) + sizeof "/evenkeel-app.XXXXXX" <= sizeof world->dir;

	snprintf(world->dir, sizeof world->dir, "%s/evenkeel-app.XXXXXX", fits ? place : "/tmp");
	assert_non_null(mkdtemp(world->dir));
	world->options.seed = 7;
	join(world->options.paths.store, world, "/store");
	join(world->options.paths.state, world, "/state");
	join(world->options.paths.schedule, world, "/state/schedule");
	join(world->options.paths.config, world, "/evenkeel.conf");
	join(world->options.paths.site_config, world, "/site.conf");
	assert_int_equal(store_create(world->options.paths.store, world_passphrase, strlen(world_passphrase),
				      STORE_TEST_KDF, world->now, code, NULL),
			 0);
	if (config)
		world_configure(world, config);
}

int world_begin(struct world *world, struct error *err)
{
	struct app_ports ports = {
		.context = world,
		.now = port_now,
		.zone = port_zone,
		.show = port_show,
		.close = port_close,
		.wake = port_wake,
		.describe = port_describe,
		.configured = port_configured,
		.has_page = port_has_page,
		.open_page = port_open_page,
		.log = port_log,
	};

	if (app_new(&world->app, &world->options, &ports, err) != 0)
		return -1;
	app_start(world->app);
	app_handle(world->app, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	return 0;
}

void world_end(struct world *world)
{
	world->app = app_free(world->app);
	world->screen = (struct prompt_text){0};
}

void world_clear(struct world *world)
{
	char command[WORLD_DIR_SIZE + 16];

	world_end(world);
	snprintf(command, sizeof command, "rm -rf '%s'", world->dir);
	assert_int_equal(system(command), 0);
}

int64_t world_next_wake(const struct world *world)
{
	int64_t wall_as_boot = world->wake_wall_ms == INT64_MAX
				       ? INT64_MAX
				       : world->wake_wall_ms - world->now.wall_ms + world->now.boot_ms;

	return world->wake_boot_ms < wall_as_boot ? world->wake_boot_ms : wall_as_boot;
}

void world_go_to(struct world *world, int64_t boot_ms)
{
	int64_t step = boot_ms > world->now.boot_ms ? boot_ms - world->now.boot_ms : 0;

	world->now.boot_ms += step;
	world->now.wall_ms += step;
}

/* Move to the next wake if it comes within @limit_boot_ms, else to the limit. True when the app was woken. */
static bool move(struct world *world, int64_t limit_boot_ms)
{
	int64_t next = world_next_wake(world);
	bool woken = next <= limit_boot_ms;

	world_go_to(world, woken ? next : limit_boot_ms);
	if (woken)
		app_due(world->app);
	return woken;
}

void world_pass(struct world *world, int64_t seconds)
{
	int64_t limit = world->now.boot_ms + seconds * 1000;
	int wakes = 0;

	while (move(world, limit))
		assert_true(++wakes < 10000);
}

bool world_wait_for_screen(struct world *world, int64_t seconds)
{
	int64_t limit = world->now.boot_ms + seconds * 1000;
	int before = world->shows, wakes = 0;

	while (world->shows == before && move(world, limit))
		assert_true(++wakes < 10000);
	return world->shows > before;
}

bool world_showing(const struct world *world)
{
	return world->screen.summary[0] != '\0';
}

void world_press(struct world *world, int button)
{
	assert_true(button < world->screen.action_count);
	world->screen = (struct prompt_text){0};
	app_pressed(world->app, button);
}

void world_press_label(struct world *world, const char *label)
{
	for (int i = 0; i < world->screen.action_count; i++) {
		if (strcmp(world->screen.actions[i], label) == 0) {
			world_press(world, i);
			return;
		}
	}
	fail_msg("there is no button '%s' on '%s'", label, world->screen.summary);
}

struct proto_message world_request(struct world *world, enum proto_type type, int what, int minutes, bool on)
{
	struct proto_message request = {.type = type, .what = (uint8_t)what, .minutes = minutes, .on = on}, reply = {0};

	app_request(world->app, &request, &reply);
	return reply;
}

static int take_row(void *context, uint64_t n, const struct record *record)
{
	struct world *world = context;

	(void)n;
	assert_true(world->record_count < WORLD_RECORDS_MAX);
	world->records[world->record_count++] = *record;
	return 0;
}

void world_read(struct world *world)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct store_report report;

	world->record_count = 0;
	assert_int_equal(store_open(&store, world->options.paths.store, NULL), 0);
	assert_int_equal(store_unlock(store, world_passphrase, strlen(world_passphrase), NULL), 0);
	assert_int_equal(store_read(store, take_row, world, &report, NULL), 0);
	assert_true(report.healthy);
}

int world_count(const struct world *world, enum record_kind kind, const struct record **ret)
{
	int count = 0;

	for (int i = 0; i < world->record_count; i++) {
		if (world->records[i].kind != kind)
			continue;
		count++;
		if (ret)
			*ret = &world->records[i];
	}
	return count;
}

int world_lock_store(const struct world *world)
{
	char path[PATH_SIZE];
	int fd;

	join(path, world, "/store/write.lock");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	return fd;
}

void world_ask_checkin(struct world *world)
{
	struct proto_message reply = world_request(world, PROTO_NOW, WHAT_CHECKIN, 0, false);

	assert_int_equal(reply.type, PROTO_OK);
	assert_true(world_showing(world));
	app_shown(world->app);
}

void world_answer(struct world *world, const char *label)
{
	world_press_label(world, label);
	if (world_showing(world) && world->screen.action_count > 0)
		app_shown(world->app);
}

void world_end_and_read(struct world *world)
{
	world_end(world);
	world_read(world);
}

int world_set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);

	world_init(world, world_quiet);
	assert_int_equal(world_begin(world, NULL), 0);
	*state = world;
	return 0;
}

int world_tear_down(void **state)
{
	struct world *world = *state;

	world_clear(world);
	free(world);
	return 0;
}
