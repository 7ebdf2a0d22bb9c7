/*
 * thread_host SCRIPT THREADS REQUESTS: a program that embeds a thread-safe PHP, as one process that runs the script that many times
 * in each of so many threads, all at the same time. The query string is thread=T&request=R, both counted from 0. When all have
 * ended, what the threads have put out comes thread by thread.
 */
#define _GNU_SOURCE /* php.h uses memrchr() */
#include <pthread.h>
#include <sapi/embed/php_embed.h>

struct server {
    pthread_t thread;
    const char *script;
    int number, requests;
    char *output;
    size_t size, room;
};

static __thread struct server *self;

static size_t keep_output(const char *text, size_t size)
{
    if (!self) return fwrite(text, 1, size, stdout); /* of the process's own start and end */
    if (self->size + size > self->room) {
        self->room = 2 * (self->size + size);
        self->output = realloc(self->output, self->room);
        if (!self->output) abort();
    }
    memcpy(self->output + self->size, text, size);
    self->size += size;
    return size;
}

static void keep_header(sapi_header_struct *header, void *context) { (void)header, (void)context; }

static void flush_nothing(void *context) { (void)context; }

static void run(const char *script, char *query)
{
    zend_file_handle file;
    SG(server_context) = self; /* whatever is not null: there is a request */
    SG(request_info).query_string = query;
    SG(request_info).request_method = "GET";
    SG(request_info).path_translated = estrdup(script);
    if (php_request_startup() == FAILURE) abort();
    zend_first_try {
        zend_stream_init_filename(&file, script);
        file.primary_script = 1;
        php_execute_script(&file);
    } zend_end_try();
    zend_destroy_file_handle(&file);
    efree(SG(request_info).path_translated);
    SG(request_info).path_translated = NULL;
    php_request_shutdown(NULL);
    SG(server_context) = NULL;
}

static void *serve(void *server)
{
    char query[64];
    int request;
    self = server;
    ts_resource(0);
    for (request = 0; request < self->requests; ++request) {
        snprintf(query, sizeof query, "thread=%d&request=%d", self->number, request);
        run(self->script, query);
    }
    ts_free_thread();
    return NULL;
}

int main(int argc, char **argv)
{
    struct server *servers;
    int threads, i;
    if (argc != 4) {
        fprintf(stderr, "usage: thread_host SCRIPT THREADS REQUESTS\n");
        return 2;
    }
    threads = atoi(argv[2]);
    servers = calloc(threads, sizeof *servers);
    if (!servers) return 1;
    php_embed_module.ub_write = keep_output;
    php_embed_module.flush = flush_nothing;
    php_embed_module.send_headers = NULL;
    php_embed_module.send_header = keep_header;
    if (php_embed_init(argc, argv) == FAILURE) return 1;
    php_request_shutdown(NULL);
    for (i = 0; i < threads; ++i) {
        servers[i].script = argv[1];
        servers[i].number = i;
        servers[i].requests = atoi(argv[3]);
        if (pthread_create(&servers[i].thread, NULL, serve, &servers[i]) != 0) return 1;
    }
    for (i = 0; i < threads; ++i) {
        pthread_join(servers[i].thread, NULL);
        fwrite(servers[i].output, 1, servers[i].size, stdout);
        free(servers[i].output);
    }
    free(servers);
    if (php_request_startup() == FAILURE) return 1; /* the shutdown below ends one */
    php_embed_shutdown();
    return 0;
}
