#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, EVENTS = 64, SILENCE_MS = 30000 };

typedef struct {
    int fd;
    load_call *call; /* NULL: nothing is under way */
    size_t sent, received;
    double began;
    char *buffer;
} channel;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* 1 when all of the call is sent, 0 when the socket is full, -1 when it failed. */
static int push(channel *c)
{
    while (c->sent < c->call->length) {
        ssize_t n = send(c->fd, c->call->bytes + c->sent, c->call->length - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
        c->sent += (size_t) n;
    }
    return 1;
}

static int begin(channel *c, load_call *call, double began)
{
    c->call = call;
    c->sent = c->received = 0;
    c->began = began;
    return push(c) < 0 ? -1 : 0;
}

/* 1 when the answer is whole, 0 when more is to come, -1 when it cannot be read. */
static int pull(channel *c)
{
    for (;;) {
        ssize_t n = recv(c->fd, c->buffer + c->received, BUFFER - 1 - c->received, MSG_DONTWAIT);
        if (n == 0) return -1;
        if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
        c->received += (size_t) n;
        c->buffer[c->received] = 0;
        char *end = strstr(c->buffer, "\r\n\r\n");
        if (end == NULL) {
            if (c->received >= BUFFER - 1) return -1;
            continue;
        }
        if (strncmp(c->buffer, "HTTP/1.1 ", 9) != 0) return -1;
        size_t body = 0;
        *end = 0;
        const char *length = strcasestr(c->buffer, "\r\nContent-Length:");
        if (length != NULL) body = strtoul(length + 17, NULL, 10);
        *end = '\r';
        size_t whole = (size_t) (end - c->buffer) + 4 + body;
        if (whole > BUFFER - 1) return -1;
        if (c->received < whole) continue;
        c->call->status = atoi(c->buffer + 9);
        c->call->seconds = now() - c->began;
        return 1;
    }
}

static int open_channel(channel *c, unsigned short port, int epoll)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    c->buffer = malloc(BUFFER);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || c->buffer == NULL) return -1;
    if (connect(c->fd, (struct sockaddr *) &address, sizeof address) != 0) return -1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };
    return epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

/* What is to be made next: at its time when there is a rate, else as soon as a connection is free. */
typedef struct {
    load_call *calls;
    size_t count, next;
    double start, rate;
    channel **idle; /* connections without a call */
    int idle_count;
} schedule;

static double due(const schedule *s)
{
    return s->start + (double) s->next / s->rate;
}

/* Begins what can be begun. A call that is late because no connection was free began when it was due: who waits to be
   served waits. */
static int begin_due(schedule *s)
{
    while (s->next < s->count && s->idle_count > 0) {
        double at = now();
        if (s->rate > 0) {
            if (due(s) > at) return 0;
            at = due(s);
        }
        channel *c = s->idle[s->idle_count -= 1];
        if (begin(c, &s->calls[s->next++], at) != 0) return -1;
    }
    return 0;
}

static int wait_for_events(const schedule *s, struct epoll_event *events, int epoll)
{
    double left = SILENCE_MS / 1000.0;
    if (s->rate > 0 && s->next < s->count && s->idle_count > 0) left = due(s) - now();
    if (left < 0) left = 0;
    struct timespec time = { .tv_sec = (time_t) left };
    time.tv_nsec = (long) ((left - (double) time.tv_sec) * 1e9);
    return epoll_pwait2(epoll, events, EVENTS, &time, NULL);
}

static int drive(schedule *s, int epoll)
{
    size_t done = 0;
    s->start = now();
    while (done < s->count) {
        if (begin_due(s) != 0) return -1;
        struct epoll_event events[EVENTS];
        int n = wait_for_events(s, events, epoll);
        if (n < 0 && errno != EINTR) return -1;
        if (n == 0 && s->rate <= 0) return -1;
        for (int i = 0; i < n; i += 1) {
            channel *c = events[i].data.ptr;
            if (c->call == NULL) continue;
            if (c->sent < c->call->length && push(c) < 0) return -1;
            int state = pull(c);
            if (state < 0) return -1;
            if (state == 0) continue;
            done += 1;
            c->call = NULL;
            s->idle[s->idle_count++] = c;
        }
    }
    return 0;
}

int load_run(unsigned short port, int connections, double rate, load_call *calls, size_t count)
{
    int result = -1;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    channel *channels = calloc((size_t) connections, sizeof *channels);
    channel **idle = calloc((size_t) connections, sizeof *idle);
    if (epoll >= 0 && channels != NULL && idle != NULL) {
        int opened = 0;
        for (int i = 0; i < connections; i += 1) channels[i].fd = -1;
        while (opened < connections && open_channel(&channels[opened], port, epoll) == 0) {
            idle[opened] = &channels[opened];
            opened += 1;
        }
        schedule s = { .calls = calls, .count = count, .rate = rate, .idle = idle, .idle_count = opened };
        if (opened == connections) result = drive(&s, epoll);
        for (int i = 0; i < connections; i += 1) {
            if (channels[i].fd >= 0) close(channels[i].fd);
            free(channels[i].buffer);
        }
    }
    free(idle);
    free(channels);
    if (epoll >= 0) close(epoll);
    return result;
}
