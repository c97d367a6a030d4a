/* libmicrohttpd. Imported by HTTPService alone. Variadic functions get a static inline each. */
#ifndef MUSTER_CMICROHTTPD_SHIM_H
#define MUSTER_CMICROHTTPD_SHIM_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <pthread.h>
#include <sys/socket.h>

typedef void *(*muster_mhd_target)(void *context, const char *target, struct MHD_Connection *connection);
typedef void (*muster_mhd_completed)(void *context, struct MHD_Connection *connection, void **request,
                                     enum MHD_RequestTerminationCode code);
typedef void (*muster_mhd_notified)(void *context, struct MHD_Connection *connection, void **slot,
                                    enum MHD_ConnectionNotificationCode code);
typedef size_t (*muster_mhd_unescape)(void *context, struct MHD_Connection *connection, char *text);

/* What a daemon is started with; certificate, key and trust are NULL without TLS. */
struct muster_mhd_settings {
    void *context;
    MHD_AccessHandlerCallback handler;
    muster_mhd_target target;
    muster_mhd_completed completed;
    muster_mhd_notified notified;
    muster_mhd_unescape unescape;
    size_t header_bytes_max;
    unsigned int connections_max;
    unsigned int timeout_seconds;
    const char *certificate;
    const char *key;
    const char *trust;
};

/* One daemon with one thread and no listen socket of its own: connections are handed to it. */
static inline struct MHD_Daemon *muster_mhd_start(const struct muster_mhd_settings *settings)
{
    struct MHD_OptionItem items[16];
    int count = 0;
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC
        | MHD_USE_NO_LISTEN_SOCKET;
#define MUSTER_ITEM(name, number, pointer) \
    items[count++] = (struct MHD_OptionItem) { name, (intptr_t) (number), (void *) (pointer) }
    MUSTER_ITEM(MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->header_bytes_max, NULL);
    MUSTER_ITEM(MHD_OPTION_CONNECTION_LIMIT, settings->connections_max, NULL);
    MUSTER_ITEM(MHD_OPTION_CONNECTION_TIMEOUT, settings->timeout_seconds, NULL);
    MUSTER_ITEM(MHD_OPTION_URI_LOG_CALLBACK, settings->target, settings->context);
    MUSTER_ITEM(MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context);
    MUSTER_ITEM(MHD_OPTION_NOTIFY_CONNECTION, settings->notified, settings->context);
    MUSTER_ITEM(MHD_OPTION_UNESCAPE_CALLBACK, settings->unescape, settings->context);
    if (settings->certificate != NULL) {
        flags |= MHD_USE_TLS;
        MUSTER_ITEM(MHD_OPTION_HTTPS_MEM_CERT, 0, settings->certificate);
        MUSTER_ITEM(MHD_OPTION_HTTPS_MEM_KEY, 0, settings->key);
        MUSTER_ITEM(MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
        if (settings->trust != NULL)
            MUSTER_ITEM(MHD_OPTION_HTTPS_MEM_TRUST, 0, settings->trust);
    }
    MUSTER_ITEM(MHD_OPTION_END, 0, NULL);
#undef MUSTER_ITEM
    return MHD_start_daemon(flags, 0, NULL, NULL, settings->handler, settings->context, MHD_OPTION_ARRAY, items,
                            MHD_OPTION_END);
}

static inline enum MHD_Result muster_mhd_result(int yes)
{
    return yes ? MHD_YES : MHD_NO;
}

static inline int muster_mhd_has_started(enum MHD_ConnectionNotificationCode code)
{
    return code == MHD_CONNECTION_NOTIFY_STARTED;
}

/* An answer whose body the library copies. */
static inline struct MHD_Response *muster_mhd_reply(const void *body, size_t count)
{
    return MHD_create_response_from_buffer(count, (void *) body, MHD_RESPMEM_MUST_COPY);
}

/* Calls `each` for every header of the request, in order. */
static inline void muster_mhd_headers(struct MHD_Connection *connection, MHD_KeyValueIteratorN each, void *context)
{
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, each, context);
}

/* Of poll: the other side has closed its direction. An extension that is declared only on request. */
enum { muster_poll_peer_closed = 0x2000 };

/* The next two are extensions of the C library, which declares them only on request. */
static inline int muster_accept(int descriptor, struct sockaddr *address, socklen_t *count)
{
    extern int accept4(int, struct sockaddr *, socklen_t *, int);
    return accept4(descriptor, address, count, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline void muster_name_thread(const char *name)
{
    extern int pthread_setname_np(pthread_t, const char *);
    pthread_setname_np(pthread_self(), name);
}

/* What the start notification stored for the connection. */
static inline void *muster_mhd_slot(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static inline const struct sockaddr *muster_mhd_address(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info == NULL ? NULL : info->client_addr;
}

static inline int muster_mhd_descriptor(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

/* The request line and the header lines together, in bytes. */
static inline size_t muster_mhd_header_bytes(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info
        = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info == NULL ? 0 : info->header_size;
}

static inline gnutls_session_t muster_mhd_session(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : (gnutls_session_t) info->tls_session;
}

/* The library only asks for a client certificate: this makes the handshake fail without a trusted one. */
static inline void muster_mhd_require_certificate(struct MHD_Connection *connection)
{
    static gnutls_typed_vdata_st purpose[1] = {
        { GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *) GNUTLS_KP_TLS_WWW_CLIENT, 0 }
    };
    gnutls_session_t session = muster_mhd_session(connection);
    if (session == NULL) return;
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_session_set_verify_cert2(session, purpose, 1, 0);
}

/* Sends bytes on a connection whose answer the library can no longer be given; the count sent or -1. */
static inline ssize_t muster_mhd_send(struct MHD_Connection *connection, const void *bytes, size_t count)
{
    gnutls_session_t session = muster_mhd_session(connection);
    if (session != NULL) return gnutls_record_send(session, bytes, count);
    return send(muster_mhd_descriptor(connection), bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
}

#endif
