/*
 * Records from a sound server and throws it away, for the desktop tests. usage: capture [peaks] [corked] SOURCE
 * peaks: as a level meter does it; corked: begins held. SIGUSR1 holds a running stream and lets a held one run.
 * Prints "ready" once it records or is held, and each change after that.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#if HAVE_PULSE
#include <pulse/pulseaudio.h>

struct capture {
	const char *source;
	pa_stream_flags_t flags;
	pa_mainloop_api *loop;
	pa_stream *stream;
};

static void say(const char *word)
{
	puts(word);
	fflush(stdout);
}

static void on_bytes(pa_stream *stream, size_t length, void *context)
{
	const void *bytes;

	(void)context;
	if (pa_stream_peek(stream, &bytes, &length) == 0 && length > 0)
		pa_stream_drop(stream);
}

static void on_stream(pa_stream *stream, void *context)
{
	struct capture *capture = context;
	pa_stream_state_t state = pa_stream_get_state(stream);

	if (state == PA_STREAM_READY)
		say("ready");
	else if (state == PA_STREAM_FAILED || state == PA_STREAM_TERMINATED)
		capture->loop->quit(capture->loop, 1);
}

static void on_context(pa_context *context, void *data)
{
	static const pa_sample_spec meter = {PA_SAMPLE_FLOAT32LE, 25, 1}, voice = {PA_SAMPLE_S16LE, 16000, 1};
	struct capture *capture = data;
	pa_context_state_t state = pa_context_get_state(context);

	if (state == PA_CONTEXT_FAILED || state == PA_CONTEXT_TERMINATED)
		capture->loop->quit(capture->loop, 1);
	if (state != PA_CONTEXT_READY)
		return;
	capture->stream =
		pa_stream_new(context, "capture", capture->flags & PA_STREAM_PEAK_DETECT ? &meter : &voice, NULL);
	pa_stream_set_state_callback(capture->stream, on_stream, capture);
	pa_stream_set_read_callback(capture->stream, on_bytes, capture);
	if (pa_stream_connect_record(capture->stream, capture->source, NULL, capture->flags) != 0)
		capture->loop->quit(capture->loop, 1);
}

static void on_signal(pa_mainloop_api *loop, pa_signal_event *event, int number, void *data)
{
	struct capture *capture = data;
	bool held = pa_stream_is_corked(capture->stream) == 1;

	(void)loop, (void)event, (void)number;
	pa_operation_unref(pa_stream_cork(capture->stream, !held, NULL, NULL));
	say(held ? "runs" : "held");
}

int main(int argc, char **argv)
{
	struct capture capture = {0};
	int status = 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "peaks") == 0)
			capture.flags |= PA_STREAM_PEAK_DETECT | PA_STREAM_ADJUST_LATENCY;
		else if (strcmp(argv[i], "corked") == 0)
			capture.flags |= PA_STREAM_START_CORKED;
		else
			capture.source = argv[i];
	}
	pa_mainloop *mainloop = pa_mainloop_new();
	capture.loop = pa_mainloop_get_api(mainloop);
	pa_signal_init(capture.loop);
	pa_signal_new(SIGUSR1, on_signal, &capture);
	pa_context *context = pa_context_new(capture.loop, "capture");
	pa_context_set_state_callback(context, on_context, &capture);
	if (pa_context_connect(context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) == 0)
		pa_mainloop_run(mainloop, &status);
	return status;
}

#else

int main(void)
{
	puts("built without the headers of libpulse");
	return 77;
}
#endif
