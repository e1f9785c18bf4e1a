#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "ahead.h"

enum { PAGES = 4, ROWS_FOR_A_THREAD = 1024 };

/* Pages in turn: the one at hand, and those behind it, already read. */
struct ahead_ring {
	struct stream entries, epochs;
	const struct vault_keys *vault;
	uint64_t serial;
	size_t at;   /* the page at hand; written under the mutex */
	size_t row;  /* the row at hand */
	size_t next; /* the page to be read into next */
	bool all_read;
	struct ahead_page pages[PAGES];
	struct ahead_secrets *secrets;

	bool threaded;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t work, opened;
	bool stop;
};

/* Under the mutex: the page next in turn that nobody has begun to open. */
static struct ahead_page *take_page(struct ahead_ring *ring)
{
	for (size_t i = 0; i < PAGES; i++) {
		struct ahead_page *page = &ring->pages[(ring->at + i) % PAGES];
		if (page->state != AHEAD_READ)
			continue;
		page->state = AHEAD_TAKEN;
		return page;
	}
	return NULL;
}

/* Under the mutex, but while it opens the page. */
static void open_page(struct ahead_ring *ring, struct ahead_page *page)
{
	pthread_mutex_unlock(&ring->mutex);
	ahead_page_open(page, ring->vault);
	pthread_mutex_lock(&ring->mutex);
	page->state = AHEAD_OPEN;
}

static void *open_pages(void *context)
{
	struct ahead_ring *ring = context;

	pthread_mutex_lock(&ring->mutex);
	while (!ring->stop) {
		struct ahead_page *page = take_page(ring);
		if (!page) {
			pthread_cond_wait(&ring->work, &ring->mutex);
			continue;
		}
		open_page(ring, page);
		pthread_cond_signal(&ring->opened);
	}
	pthread_mutex_unlock(&ring->mutex);
	return NULL;
}

static bool have_second_processor(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}

/* Without it everything goes on as well, only slower. Signals stay the first thread's. */
static void start_thread(struct ahead_ring *ring)
{
	sigset_t all, before;

	if (!have_second_processor())
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ring->threaded = pthread_create(&ring->thread, NULL, open_pages, ring) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* The page at hand has to be open before it is shown; while the other thread has it, open one behind it. */
static void await_page(struct ahead_ring *ring)
{
	pthread_mutex_lock(&ring->mutex);
	while (ring->pages[ring->at].state != AHEAD_OPEN) {
		struct ahead_page *page = take_page(ring);
		if (page)
			open_page(ring, page);
		else
			pthread_cond_wait(&ring->opened, &ring->mutex);
	}
	pthread_mutex_unlock(&ring->mutex);
}

static void read_pages(struct ahead_ring *ring)
{
	while (!ring->all_read && ring->pages[ring->next].state == AHEAD_FREE) {
		struct ahead_page *page = &ring->pages[ring->next];
		ahead_page_read(page, &ring->entries, &ring->epochs, &ring->serial);
		ring->all_read = page->last;
		ring->next = (ring->next + 1) % PAGES;
		pthread_mutex_lock(&ring->mutex);
		page->state = AHEAD_READ;
		pthread_cond_signal(&ring->work);
		pthread_mutex_unlock(&ring->mutex);
	}
}

static void turn_page(struct ahead_ring *ring)
{
	pthread_mutex_lock(&ring->mutex);
	ring->pages[ring->at].state = AHEAD_FREE;
	ring->at = (ring->at + 1) % PAGES;
	pthread_mutex_unlock(&ring->mutex);
	ring->row = 0;
	read_pages(ring);
	await_page(ring);
}

static void show_row(struct ahead *ahead)
{
	struct ahead_ring *ring = ahead->ring;
	const struct ahead_page *page = &ring->pages[ring->at];

	if (ring->row == page->row_count) {
		*ahead = (struct ahead){.skipped = page->end_skipped, .ring = ring};
		return;
	}
	const struct ahead_row *row = &page->rows[ring->row];
	ahead->have = true;
	ahead->skipped = row->skipped;
	ahead->key = row->key;
	ahead->blob = page->blobs + row->at;
	ahead->size = row->size;
	ahead->plain = row->opened ? page->secrets->plain + row->at : NULL;
	ahead->epoch = row->epoch >= 0 ? &page->epochs[row->epoch] : NULL;
}

int ahead_start(struct ahead *ahead, struct sql_db *db, const struct vault_keys *vault, uint64_t rows,
		struct error *err)
{
	struct ahead_ring *ring = mem_new(1, sizeof(*ring));

	*ahead = (struct ahead){.ring = ring};
	ring->vault = vault;
	ring->secrets = secret_new(PAGES * sizeof(*ring->secrets), NULL);
	for (size_t i = 0; i < PAGES; i++)
		ring->pages[i].secrets = &ring->secrets[i];
	pthread_mutex_init(&ring->mutex, NULL);
	pthread_cond_init(&ring->work, NULL);
	pthread_cond_init(&ring->opened, NULL);
	if (stream_start(&ring->epochs, db, SQL_EPOCHS_AHEAD, err) ||
	    stream_start(&ring->entries, db, SQL_ENTRIES, err))
		return -1;
	if (rows >= ROWS_FOR_A_THREAD)
		start_thread(ring);
	read_pages(ring);
	await_page(ring);
	show_row(ahead);
	return 0;
}

void ahead_next(struct ahead *ahead)
{
	struct ahead_ring *ring = ahead->ring;

	ring->row++;
	if (ring->row == ring->pages[ring->at].row_count && !ring->pages[ring->at].last)
		turn_page(ring);
	show_row(ahead);
}

const struct ahead_epoch *ahead_find(const struct ahead *ahead, uint32_t e, uint64_t first_n, const uint8_t *box,
				     size_t size)
{
	const struct ahead_epoch *epoch = ahead->have ? ahead->epoch : NULL;

	if (!epoch || !epoch->opened || epoch->e != e || epoch->first_n != first_n || size != sizeof(epoch->box) ||
	    memcmp(epoch->box, box, size))
		return NULL;
	return epoch;
}

void ahead_end(struct ahead *ahead)
{
	struct ahead_ring *ring = ahead->ring;

	if (!ring)
		return;
	pthread_mutex_lock(&ring->mutex);
	ring->stop = true;
	pthread_cond_signal(&ring->work);
	pthread_mutex_unlock(&ring->mutex);
	if (ring->threaded)
		pthread_join(ring->thread, NULL);
	pthread_cond_destroy(&ring->opened);
	pthread_cond_destroy(&ring->work);
	pthread_mutex_destroy(&ring->mutex);
	stream_end(&ring->entries);
	stream_end(&ring->epochs);
	sodium_free(ring->secrets);
	mem_free(ring);
	*ahead = (struct ahead){0};
}
