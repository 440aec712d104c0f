// The generated header against words of the real encoders (vectors/registers.jsonl).
// SPDX-License-Identifier: Apache-2.0
//
// Each vector names container, coordinate, words and the decoded meaning in the public naming.
// Per container the table below says how the coordinate's numbers become an address; fields
// are found in the meaning by their names.
#include "hx_map.h"

#include <check.h>
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FIELDS = 64, MAX_WORDS = 16 };

typedef struct field_value {
    const char *name;
    int64_t value;
} field_value;

// One register seen through its generated functions.
typedef struct view {
    uint32_t address;
    unsigned words;
    uint32_t (*offset)(unsigned);
    uint32_t (*mask)(unsigned);
    uint32_t encoded[MAX_WORDS]; // encode(decode(words))
    field_value fields[MAX_FIELDS];
    unsigned field_count;
} view;

#define ADD_FIELD(field)                                                                           \
    v->fields[v->field_count].name = #field;                                                       \
    v->fields[v->field_count++].value = value.field;

// container, register, its name in capitals, address arguments made of the coordinate's numbers
#define CONTAINERS(X)                                                                              \
    X(NeuronConfig, neuron_config, NEURON_CONFIG, (n[1], n[0]))                                    \
    X(NeuronBackendConfig, neuron_backend_config, NEURON_BACKEND_CONFIG, (n[1], n[0]))             \
    X(SynapseDriverConfig, synapse_driver_config, SYNAPSE_DRIVER_CONFIG, (n[1], n[0]))             \
    X(SynapseWeightQuad, synapse_weight_quad, SYNAPSE_WEIGHT_QUAD, (n[2], n[1], n[0]))             \
    X(SynapseLabelQuad, synapse_label_quad, SYNAPSE_LABEL_QUAD, (n[2], n[1], n[0]))                \
    X(SynapseQuad, synapse_quad, SYNAPSE_QUAD, (n[2], n[1], n[0]))                                 \
    X(SynapseCorrelationCalibQuad, synapse_correlation_calib_quad, SYNAPSE_CORRELATION_CALIB_QUAD, \
      (n[2], n[1], n[0]))                                                                          \
    X(ColumnCorrelationQuad, column_correlation_quad, COLUMN_CORRELATION_QUAD, (n[1], n[0]))       \
    X(ColumnCurrentQuad, column_current_quad, COLUMN_CURRENT_QUAD, (n[1], n[0]))                   \
    X(CapMemCell, capmem_cell, CAPMEM_CELL, (n[2], n[0], n[1]))                                    \
    X(CapMemBlockConfig, capmem_block_config, CAPMEM_BLOCK_CONFIG, (n[0]))                         \
    X(CommonNeuronBackendConfig, common_neuron_backend_config, COMMON_NEURON_BACKEND_CONFIG,       \
      (n[0]))                                                                                      \
    X(CommonPADIBusConfig, common_padi_bus_config, COMMON_PADI_BUS_CONFIG, (n[0]))                 \
    X(CommonSTPConfig, common_stp_config, COMMON_STP_CONFIG, (n[0]))                               \
    X(PADIEvent, padi_event, PADI_EVENT, (n[0]))                                                   \
    X(CrossbarNode, crossbar_node, CROSSBAR_NODE, (number))                                        \
    X(CrossbarOutputConfig, crossbar_output_config, CROSSBAR_OUTPUT_CONFIG, ())                    \
    X(BackgroundSpikeSource, background_spike_source, BACKGROUND_SPIKE_SOURCE, (n[0]))             \
    X(CADCConfig, cadc_config, CADC_CONFIG, (n[0]))                                                \
    X(CADCChannelConfig, cadc_channel_config, CADC_CHANNEL_CONFIG,                                 \
      (n[2], n[0] / 128, n[0] % 128, n[1]))                                                        \
    X(CommonCorrelationConfig, common_correlation_config, COMMON_CORRELATION_CONFIG, (n[0]))       \
    X(CommonSynramConfig, common_synram_config, COMMON_SYNRAM_CONFIG, (n[0]))                      \
    X(SynapseBiasSelection, synapse_bias_selection, SYNAPSE_BIAS_SELECTION, ())                    \
    X(CapMemSRAMTimingConfig, capmem_sram_timing_config, CAPMEM_SRAM_TIMING_CONFIG, (n[0]))        \
    X(NeuronSRAMTimingConfig, neuron_sram_timing_config, NEURON_SRAM_TIMING_CONFIG, (n[0]))        \
    X(ReferenceGeneratorConfig, reference_generator_config, REFERENCE_GENERATOR_CONFIG, ())        \
    X(PadMultiplexerConfig, pad_multiplexer_config, PAD_MULTIPLEXER_CONFIG, (n[0]))                \
    X(ReadoutSourceSelection, readout_source_selection, READOUT_SOURCE_SELECTION, ())              \
    X(MADCConfig, madc_config, MADC_CONFIG, ())                                                    \
    X(CurrentDAC, current_dac, CURRENT_DAC, ())                                                    \
    X(MADCControl, madc_control, MADC_CONTROL, ())                                                 \
    X(NeuronReset, neuron_reset, NEURON_RESET, (n[1], n[0]))                                       \
    X(CorrelationReset, correlation_reset, CORRELATION_RESET, (n[2], n[1], n[0]))                  \
    X(PPUMemoryWord, ppu_memory_word, PPU_MEMORY_WORD, (n[1], n[0]))                               \
    X(PPUControlRegister, ppu_control_register, PPU_CONTROL_REGISTER, (n[0]))                      \
    X(SpikeCounterRead, spike_counter_read, SPIKE_COUNTER_READ, (n[1], n[0]))                      \
    X(CADCSampleQuad, cadc_sample_quad, CADC_SAMPLE_QUAD, (n[4], n[3], n[2], n[1], n[0]))          \
    X(EventRecordingConfig, event_recording_config, EVENT_RECORDING_CONFIG, ())                    \
    X(InstructionTimeoutConfig, instruction_timeout_config, INSTRUCTION_TIMEOUT_CONFIG, ())        \
    X(FPGASystimeSyncLastRTT, fpga_systime_sync_last_rtt, FPGA_SYSTIME_SYNC_LAST_RTT, ())          \
    X(ExternalPPUMemoryQuad, external_ppu_memory_quad, EXTERNAL_PPU_MEMORY_QUAD, (n[0]))           \
    X(ADPLL, adpll, ADPLL, (n[0]))

#define VIEW(container, R, UPPER, arguments)                                                       \
    static void view_##R(const uint32_t words[], const unsigned n[], unsigned number, view *v)     \
    {                                                                                              \
        hx_map_##R value;                                                                          \
        (void)n, (void)number;                                                                     \
        hx_map_##R##_decode(words, &value);                                                        \
        hx_map_##R##_encode(&value, v->encoded);                                                   \
        v->address = hx_map_##R##_address arguments;                                               \
        v->words = HX_MAP_##UPPER##_WORDS;                                                         \
        v->offset = hx_map_##R##_word_offset;                                                      \
        v->mask = hx_map_##R##_mask;                                                               \
        HX_MAP_##UPPER##_FIELDS(ADD_FIELD)                                                         \
    }
CONTAINERS(VIEW)

static const struct {
    const char *container;
    void (*make)(const uint32_t words[], const unsigned n[], unsigned number, view *v);
} containers[] = {
#define ENTRY(container, R, UPPER, arguments) {#container, view_##R},
    CONTAINERS(ENTRY)
#undef ENTRY
};

// Numbers in parentheses of a coordinate in order; the one behind "Enum" goes to *number.
static void read_coordinate(const char *text, unsigned n[8], unsigned *number)
{
    unsigned count = 0;
    for (const char *c = strchr(text, '('); c; c = strchr(c + 1, '(')) {
        if (!isdigit((unsigned char)c[1]))
            continue;
        unsigned value = (unsigned)strtoul(c + 1, NULL, 10);
        if (c - text >= 4 && !strncmp(c - 4, "Enum", 4))
            *number = value;
        else if (count < 8)
            n[count++] = value;
    }
}

// The value that starts at `c`: true, false, a number, Name(number) or a list of one of these.
// `element` chooses from a list; -1 joins a list of booleans to a number.
static bool read_value(const char *c, int element, int64_t *value)
{
    if (*c == '[') {
        const char *end = strchr(c, ']');
        int64_t joined = 0, item = 0;
        for (int i = 0; c && c < end; ++i) {
            c += strspn(c, "[, ");
            if (!read_value(c, -1, &item))
                return false;
            if (i == element) {
                *value = item;
                return true;
            }
            joined |= item << i;
            c = strchr(c, ',');
        }
        *value = joined;
        return element < 0;
    }
    if (!strncmp(c, "true", 4) || !strncmp(c, "false", 5)) {
        *value = *c == 't';
        return true;
    }
    if (isalpha((unsigned char)*c)) {
        c += strspn(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
        if (*c++ != '(')
            return false;
    }
    if (!isdigit((unsigned char)*c) && *c != '-')
        return false;
    *value = strtoll(c, NULL, 0);
    return true;
}

static const char *find_word(const char *text, const char *name, unsigned occurrence)
{
    size_t length = strlen(name);
    for (const char *c = strstr(text, name); c; c = strstr(c + 1, name)) {
        bool start = c > text && (c[-1] == ' ' || c[-1] == '(');
        bool end = c[length] == ':' || c[length] == ' ' || c[length] == '(';
        if (start && end && occurrence-- == 0)
            return c + length;
    }
    return NULL;
}

static void camel_case(const char *name, char *out)
{
    bool upper = true;
    for (; *name; ++name) {
        if (*name == '_') {
            upper = true;
            continue;
        }
        *out++ = upper ? (char)toupper((unsigned char)*name) : *name;
        upper = false;
    }
    *out = '\0';
}

// Public names that differ from ours.
static const char *public_name(const char *container, const char *field)
{
    static const char *const names[][3] = {
        {"NeuronBackendConfig", "reset_holdoff", "reset_holdoff_config"},
        {"CADCSampleQuad", "value", "Value"},
        {"SynapseWeightQuad", "weight", "Value"},
        {"SynapseQuad", "weight", "Value"},
        {"SynapseQuad", "label", "SynapseLabel"},
        {"SynapseLabelQuad", "label", "SynapseLabel"},
        {"ExternalPPUMemoryQuad", "byte", "quad"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        if (!strcmp(container, names[i][0]) && !strcmp(field, names[i][1]))
            return names[i][2];
    }
    return field;
}

static bool find_value(const char *container, const char *meaning, const char *field,
                       int64_t *value)
{
    char base[96], camel[96];
    int element = -1;
    unsigned occurrence = 0;
    snprintf(base, sizeof base, "%s", field);
    size_t length = strlen(base);
    const char *at = find_word(meaning, base, 0);
    if (!at && length > 2 && base[length - 2] == '_' && isdigit((unsigned char)base[length - 1])) {
        element = base[length - 1] - '0';
        occurrence = (unsigned)element;
        base[length - 2] = '\0';
    }
    const char *name = public_name(container, base);
    if (!at)
        at = find_word(meaning, name, 0);
    if (at && *at != '(') {
        at += *at == ':';
        at += *at == ' ';
        // A list of items, unless every item has such a list of its own.
        if (element < 0 || (*at == '[' && !find_word(meaning, name, 1)))
            return read_value(at, element, value);
    }
    at = find_word(meaning, name, occurrence);
    if (!at) {
        camel_case(name, camel);
        at = find_word(meaning, camel, occurrence);
    }
    if (!at)
        return false;
    at += *at == ':' || *at == '(';
    at += *at == ' ';
    return read_value(at, -1, value);
}

static void read_words(const json_t *vector, uint32_t address[], uint32_t value[], size_t *count)
{
    const json_t *words = json_object_get(vector, "words");
    *count = json_array_size(words);
    ck_assert_uint_le(*count, MAX_WORDS);
    for (size_t i = 0; i < *count; ++i) {
        const json_t *word = json_array_get(words, i);
        address[i] =
            (uint32_t)strtoul(json_string_value(json_object_get(word, "address")), NULL, 16);
        value[i] = (uint32_t)strtoul(json_string_value(json_object_get(word, "value")), NULL, 16);
    }
}

// Checks one vector and returns the number of fields compared.
static unsigned check_vector(const json_t *vector)
{
    const char *id = json_string_value(json_object_get(vector, "id"));
    const char *container = json_string_value(json_object_get(vector, "container"));
    const char *meaning = json_string_value(json_object_get(vector, "meaning"));
    const char *space = json_string_value(json_object_get(vector, "space"));
    uint32_t address[MAX_WORDS], value[MAX_WORDS], words[MAX_WORDS] = {0};
    unsigned n[8] = {0}, number = 0, compared = 0;
    size_t count, c = 0;
    view v = {0}, first = {0};
    read_coordinate(json_string_value(json_object_get(vector, "coordinate")), n, &number);
    read_words(vector, address, value, &count);
    while (c < sizeof containers / sizeof *containers && strcmp(containers[c].container, container))
        ++c;
    ck_assert_msg(c < sizeof containers / sizeof *containers, "%s: no register for %s", id,
                  container);
    containers[c].make(words, n, number, &first); // only for its addresses
    ck_assert_msg(first.words == count, "%s: %u words", id, first.words);
    if (!strcmp(space, "JTAGPLLRegister"))
        first.address -= HX_MAP_BLOCK_PLL_BASE;
    for (size_t i = 0; i < count; ++i) { // the software may write words in another order
        unsigned w = 0;
        while (w < count && first.address + first.offset(w) != address[i])
            ++w;
        ck_assert_msg(w < count, "%s: address 0x%08X, ours start at 0x%08X", id, address[i],
                      first.address);
        words[w] = value[i];
    }
    containers[c].make(words, n, number, &v);
    for (unsigned w = 0; w < count; ++w)
        ck_assert_msg(v.encoded[w] == words[w], "%s: word %u is 0x%08X, ours 0x%08X", id, w,
                      words[w], v.encoded[w]);
    for (unsigned f = 0; f < v.field_count; ++f) {
        int64_t expected = 0;
        if (!find_value(container, meaning, v.fields[f].name, &expected)) {
            if (getenv("HXCOSIM_TEST_VERBOSE"))
                printf("%s: %s.%s not in the meaning\n", id, container, v.fields[f].name);
            continue;
        }
        ck_assert_msg(expected == v.fields[f].value, "%s: %s.%s is %lld, ours %lld", id, container,
                      v.fields[f].name, (long long)expected, (long long)v.fields[f].value);
        ++compared;
    }
    return compared;
}

START_TEST(words_decode_to_their_meaning)
{
    FILE *file = fopen(HX_VECTORS_DIR "/registers.jsonl", "r");
    char line[8192];
    unsigned vectors = 0, compared = 0;
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        json_t *vector = json_loads(line, 0, NULL);
        ck_assert_ptr_nonnull(vector);
        compared += check_vector(vector);
        json_decref(vector);
        ++vectors;
    }
    fclose(file);
    ck_assert_uint_eq(vectors, 60);
    printf("check_vectors: %u fields compared\n", compared);
    ck_assert_uint_ge(compared, 520);
}
END_TEST

Suite *vectors_suite(void);

Suite *vectors_suite(void)
{
    Suite *suite = suite_create("vectors");
    TCase *tcase = tcase_create("vectors");
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, words_decode_to_their_meaning);
    suite_add_tcase(suite, tcase);
    return suite;
}
