/* A load generator that costs as little as it can: it shares the cores with the server that it loads. */
#ifndef CBENCHFLOOR_LOAD_H
#define CBENCHFLOOR_LOAD_H

#include <stddef.h>

/* One call, written out as it goes over the wire, and what became of it. */
typedef struct {
    const unsigned char *bytes;
    size_t length;
    int status;     /* of the answer; 0: there was none */
    double seconds; /* from the first byte sent, or from when it was due, to the last one received */
} load_call;

/* Makes the calls in their order on so many kept-alive connections to 127.0.0.1:port, one at a time on each, from the
   calling thread: with a rate so many of them a second, each at its time; without (0) as fast as they are answered.
   Answers must have a Content-Length or no body. 0 when every call was answered; -1 otherwise. */
int load_run(unsigned short port, int connections, double rate, load_call *calls, size_t count);

#endif
