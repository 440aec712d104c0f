// Command line options: parser and help.
// SPDX-License-Identifier: Apache-2.0
#include "host/cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const hx_option *find_option(const hx_command *command, const char *argument, size_t length)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const char *name = command->options[i].name;
        if (strlen(name) == length && !strncmp(name, argument, length))
            return &command->options[i];
    }
    return NULL;
}

static hx_status parse_uint(const hx_option *option, const char *text, hx_error *error)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool digits = text[0] >= '0' && text[0] <= '9' && *end == 0;
    if (!digits || errno || (double)value < option->minimum || (double)value > option->maximum)
        return hx_error_set(error, HX_ERROR_ARGUMENT,
                            "%s: '%s' is not a whole number in %.0f..%.0f", option->name, text,
                            option->minimum, option->maximum);
    *(uint64_t *)option->target = value;
    return HX_OK;
}

static hx_status parse_real(const hx_option *option, const char *text, hx_error *error)
{
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value) || value < option->minimum ||
        value > option->maximum)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: '%s' is not a number in %g..%g",
                            option->name, text, option->minimum, option->maximum);
    *(double *)option->target = value;
    return HX_OK;
}

static hx_status parse_choice(const hx_option *option, const char *text, hx_error *error)
{
    const char *list = option->choices;
    size_t length = strlen(text);
    while (*list) {
        size_t entry = strcspn(list, "|");
        if (entry == length && !strncmp(list, text, length)) {
            *(const char **)option->target = text;
            return HX_OK;
        }
        list += entry + (list[entry] == '|');
    }
    return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: '%s' is not one of %s", option->name, text,
                        option->choices);
}

static hx_status parse_item(const hx_option *option, const char *text, hx_error *error)
{
    hx_option_list *list = option->target;
    if (list->count == HX_OPTION_LIST_MAXIMUM)
        return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: given more than %d times", option->name,
                            HX_OPTION_LIST_MAXIMUM);
    list->items[list->count++] = text;
    return HX_OK;
}

static hx_status parse_value(const hx_option *option, const char *text, hx_error *error)
{
    switch (option->kind) {
    case HX_OPTION_UINT:
        return parse_uint(option, text, error);
    case HX_OPTION_REAL:
        return parse_real(option, text, error);
    case HX_OPTION_CHOICE:
        return parse_choice(option, text, error);
    default:
        if (!*text)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: the value is empty", option->name);
        if (option->kind == HX_OPTION_LIST)
            return parse_item(option, text, error);
        *(const char **)option->target = text;
        return HX_OK;
    }
}

static void print_help(const hx_command *command)
{
    printf("hxcosim %s\n\n%s\n\nOptions:\n", command->usage, command->summary);
    for (size_t i = 0; i < command->option_count; i++) {
        const hx_option *option = &command->options[i];
        char left[48];
        snprintf(left, sizeof left, "%s%s%s", option->name, option->value ? " " : "",
                 option->value ? option->value : "");
        printf("  %-24s %s\n", left, option->help);
    }
    printf("  %-24s %s\n\nExample:\n%s\n", "--help", "this text", command->example);
}

hx_status hx_command_parse(const hx_command *command, int argc, char **argv,
                           const char **positional, size_t *positional_count, hx_error *error)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (!strcmp(argument, "--help") || !strcmp(argument, "-h")) {
            print_help(command);
            return HX_INTERRUPTED;
        }
        if (argument[0] != '-' || !argument[1]) {
            if (count >= command->positional_maximum)
                return hx_error_set(error, HX_ERROR_ARGUMENT,
                                    "'%s': no further argument is expected (usage: hxcosim %s)",
                                    argument, command->usage);
            positional[count++] = argument;
            continue;
        }
        size_t length = strcspn(argument, "=");
        const hx_option *option = find_option(command, argument, length);
        if (!option)
            return hx_error_set(error, HX_ERROR_ARGUMENT,
                                "%s: unknown option (hxcosim %s --help lists them)", argument,
                                command->name);
        if (option->kind == HX_OPTION_FLAG) {
            if (argument[length])
                return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: takes no value", option->name);
            *(bool *)option->target = true;
            continue;
        }
        const char *value = argument[length] ? argument + length + 1 : NULL;
        if (!value && i + 1 < argc)
            value = argv[++i];
        if (!value)
            return hx_error_set(error, HX_ERROR_ARGUMENT, "%s: the value %s is missing",
                                option->name, option->value);
        hx_status status = parse_value(option, value, error);
        if (status)
            return status;
    }
    if (positional_count)
        *positional_count = count;
    return HX_OK;
}

int hx_command_fail(const char *name, hx_status status, const hx_error *error)
{
    if (status == HX_INTERRUPTED)
        return HX_EXIT_GOOD;
    const char *text = error && error->text[0] ? error->text : hx_status_text(status);
    fprintf(stderr, "hxcosim %s: %s\n", name, text);
    switch (status) {
    case HX_ERROR_LIMIT:
        return HX_EXIT_LIMIT;
    case HX_ERROR_CHECK:
    case HX_ERROR_CLOSED:
    case HX_ERROR_MEMORY:
        return HX_EXIT_FAILED;
    default:
        return HX_EXIT_USAGE;
    }
}
