/*
 * embed_host SCRIPT: a program that embeds PHP, as one process that runs the script for each line of its input. The line is the
 * query string; the answer is a number of bytes, a new line, and so many bytes: headers, an empty line, what the script put out.
 */
#include <sapi/embed/php_embed.h>

static char *output;
static size_t output_size, output_room;

static size_t keep_output(const char *text, size_t size)
{
    if (output_size + size > output_room) {
        output_room = 2 * (output_size + size);
        output = realloc(output, output_room);
        if (!output) abort();
    }
    memcpy(output + output_size, text, size);
    output_size += size;
    return size;
}

static void keep_header(sapi_header_struct *header, void *context)
{
    (void)context;
    if (header) keep_output(header->header, header->header_len);
    keep_output("\r\n", 2);
}

static void flush_nothing(void *context) { (void)context; }

static void run(const char *script, char *query)
{
    zend_file_handle file;
    SG(server_context) = &output; /* whatever is not null: there is a request */
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

int main(int argc, char **argv)
{
    static char line[4096];
    if (argc != 2) {
        fprintf(stderr, "usage: embed_host SCRIPT\n");
        return 2;
    }
    php_embed_module.ub_write = keep_output;
    php_embed_module.flush = flush_nothing;
    php_embed_module.send_headers = NULL;
    php_embed_module.send_header = keep_header;
    if (php_embed_init(argc, argv) == FAILURE) return 1;
    SG(options) &= ~SAPI_OPTION_NO_CHDIR; /* each script begins in its directory, as under the others */
    php_request_shutdown(NULL);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        output_size = 0;
        run(argv[1], line);
        printf("%zu\n", output_size);
        fwrite(output, 1, output_size, stdout);
        fflush(stdout);
    }
    if (php_request_startup() == FAILURE) return 1; /* the shutdown below ends one */
    php_embed_shutdown();
    return 0;
}
