// Synapse array access unit and CADC control of one half.
// SPDX-License-Identifier: Apache-2.0
//
// Answers the Omnibus addresses of the array (weights, labels, switches, CADC results) and of
// the CADC. Accesses go to the word port in order, one a cycle; an answer comes ArrayLatency
// cycles after its access was taken from the queue. A read of a triggering CADC address
// samples all channels at the end of the sense delay and is carried out, with everything
// behind it, sense delay + reset wait + dead time + ConversionCycles later: 390 cycles with
// the default settings. Buffered addresses read the last results. With the CADC off a trigger
// converts nothing and reads the last results at once (our choice).
// Rows of the processor's vector unit go before the queue and trigger in the same way; behind the
// conversion that a row or a word triggered it goes first.
// Writes that reset neurons (any value, chosen by byte enables; or bit 1 of a byte at row 256 of
// the causal results) go to the backends, those that reset correlation sensors to the word port.
// Source: HICANN-X configuration map, "synapse array access unit", "CADC".
module hx_synapse_access
  import hx_map_pkg::*;
  import hx_omnibus_pkg::*;
#(
    parameter int unsigned Half = 0,                // 0 top, 1 bottom
    parameter int unsigned ArrayLatency = 4,        // chip cycles, at least 3
    parameter int unsigned ConversionCycles = 269   // 256 ramp steps and 13 of overhead
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic      request_valid_i,
    input  request_t  request_i,
    output logic      request_ready_o,
    output logic      response_valid_o,
    output response_t response_o,
    input  logic      response_ready_i,

    input logic [11:0] sense_delay_i,  // chip cycles
    input logic [47:0] now_i,

    output logic        word_valid_o,
    output logic        word_write_o,
    output logic [3:0]  word_block_o,
    output logic [21:0] word_offset_o,
    output logic [3:0]  word_byte_enables_o,
    output logic [31:0] word_data_o,
    input  logic [31:0] word_data_i,  // one edge after the access

    output logic       cadc_convert_o,
    output logic [8:0] cadc_row_o,
    output logic       array_reset_valid_o,
    output logic [5:0] array_reset_quad_o,
    output logic [3:0] array_reset_entries_o,  // of the quad; bit e = entry e

    // Rows of the processor's vector unit: a level until done, answered by a level. Enables, data
    // and result go beside this unit.
    input  logic         row_request_i,
    input  logic         row_write_i,
    // verilator lint_off UNUSEDSIGNAL
    input  logic [21:0]  row_address_i,   // of the vector; bit 20 has no known use
    // verilator lint_on UNUSEDSIGNAL
    input  logic [127:0] row_enable_i,    // bit 127 is the first byte
    input  logic [1023:0] row_data_i,
    output logic         row_done_o,
    output logic         row_valid_o,     // row port, one cycle
    output logic [21:0]  row_offset_o,    // first word of the vector
    output logic         row_reset_valid_o,  // neurons
    output logic         row_reset_parity_o,
    output logic [127:0] row_reset_o
);

  localparam int unsigned Queue = 64;
  localparam int unsigned RowStride = CADC_SAMPLE_QUAD_ROW_STRIDE;
  localparam logic [31:0] RowMask = 32'((CADC_SAMPLE_QUAD_ROW_COUNT - 1) * RowStride);
  localparam logic [31:0] QuadMask = 32'(CADC_SAMPLE_QUAD_QUAD_COUNT - 1);
  localparam logic [31:6] ResetByData =
      26'((32'(CADC_SAMPLE_QUAD_BASE) + 256 * RowStride) >> 6);
  localparam logic [3:0] BlockArray = 4'(Half);
  localparam logic [3:0] BlockCadc = 4'(2 + Half);

  typedef enum logic [1:0] {Run, Sense, Convert} state_t;

  // What the word port does in this cycle, and where its answer goes.
  typedef struct packed {
    logic        write;
    logic        own;      // the CADC register, not the word port
    logic [31:0] own_data;
    logic [47:0] due;      // cycle of the answer
  } access_t;

  state_t      state_q;
  logic [47:0] deadline_q;
  logic        converted_q;  // the trigger at the head has had its conversion
  logic [31:0] config_q;     // CADCConfig

  // --- rows ---------------------------------------------------------------------------------
  // Views of the array: address bits 19:16. Row 256 of some resets neurons.
  localparam logic [3:0] ViewCausal = 4'(PPU_VECTOR_CADC_CAUSAL >> 16);
  localparam logic [3:0] ViewAcausal = 4'(PPU_VECTOR_CADC_ACAUSAL >> 16);
  localparam logic [3:0] ViewReset = 4'(PPU_VECTOR_CORRELATION_RESET >> 16);
  localparam logic [14:0] NeuronRow = 15'd256;
  localparam int unsigned BufferedBit = $clog2(PPU_VECTOR_BUFFERED);

  logic row_wait_q;    // a row is to be served
  logic row_access_q, row_done_q;
  logic row_turn;
  logic for_row_q;     // the conversion is that of a row
  logic row_gone_q;    // which is not wanted any more

  // A word goes first behind the conversion that it triggered.
  assign row_turn = row_wait_q && !(converted_q && !for_row_q);

  // The row at the port triggers a conversion.
  function automatic logic triggers();
    return !row_write_i && !row_address_i[BufferedBit] && !(converted_q && for_row_q) &&
        get_cadc_config_enable(config_q) &&
        (row_address_i[19:16] == ViewCausal || row_address_i[19:16] == ViewAcausal);
  endfunction

  // It resets neurons.
  function automatic logic resets();
    return row_write_i && row_address_i[15:1] == NeuronRow &&
        (row_address_i[19:16] == ViewCausal || row_address_i[19:16] == ViewReset);
  endfunction

  function automatic logic [127:0] find_neurons();
    logic [127:0] neurons;
    neurons = row_enable_i;
    for (int unsigned i = 0; i < 128; i++) begin
      if (row_address_i[19:16] == ViewCausal && !row_data_i[8*i+1]) neurons[i] = 1'b0;
    end
    return neurons;
  endfunction

  assign row_done_o = row_done_q;

  // --- words --------------------------------------------------------------------------------
  request_t    head;
  logic        head_valid, issue;
  logic        is_cadc, is_config, is_trigger, is_neuron_reset;
  logic [3:0]  reset_entries;
  logic [31:0] merged;

  logic        access_valid_q;
  access_t     access_q;
  logic [21:0] offset_q;
  logic [3:0]  block_q, byte_enables_q;
  logic [31:0] write_data_q;

  logic                   answer_valid, answered;
  logic [80:0]            answer;
  logic [$clog2(Queue):0] answer_count, request_count;

  assign request_ready_o = request_count < ($clog2(Queue) + 1)'(Queue);

  hx_fifo #(.Width($bits(request_t)), .Depth(Queue)) i_requests (
      .clk_i, .rst_ni, .push_i(request_valid_i && request_ready_o), .data_i(request_i),
      .pop_i(issue), .valid_o(head_valid), .data_o(head), .count_o(request_count)
  );

  // Address without the bit that tells the halves apart.
  logic [31:0] address;
  assign address = 32'(head.address) & ~32'(CADC_SAMPLE_QUAD_HEMISPHERE_STRIDE);

  always_comb begin
    is_cadc         = 1'b0;
    is_config       = 1'b0;
    is_trigger      = 1'b0;
    is_neuron_reset = 1'b0;
    reset_entries   = '0;
    if (head_valid) begin
      is_cadc   = address < BLOCK_SYNAPSE_ARRAY_BASE;
      is_config = address == CADC_CONFIG_BASE;
      if (head.write) begin
        // Entry e lies in byte 3 - e. Row 256 of the results' addresses resets by data.
        for (int unsigned e = 0; e < 4; e++) begin
          reset_entries[e] = head.byte_enables[3-e] &&
              (address[31:6] == NEURON_RESET_QUAD_BASE[31:6] ||
               (address[31:6] == ResetByData && head.data[8*(3-e)+1]));
        end
        is_neuron_reset = |reset_entries;
      end else if (get_cadc_config_enable(config_q) && !(converted_q && !for_row_q)) begin
        is_trigger = (address & ~(32'(CADC_SAMPLE_QUAD_CHANNEL_STRIDE) | RowMask | QuadMask)) ==
            CADC_SAMPLE_QUAD_BASE;
      end
    end
  end

  // One answer may still be on its way to the answer queue.
  assign issue = head_valid && state_q == Run && !is_trigger && !row_turn &&
                 answer_count < ($clog2(Queue) + 1)'(Queue - 1);

  always_ff @(posedge clk_i) begin
    access_valid_q      <= 1'b0;
    cadc_convert_o      <= 1'b0;
    array_reset_valid_o <= 1'b0;
    row_valid_o         <= 1'b0;
    row_reset_valid_o   <= 1'b0;
    if (!rst_ni) begin
      state_q      <= Run;
      converted_q  <= 1'b0;
      config_q     <= CADC_CONFIG_DEFAULT_0;
      for_row_q    <= 1'b0;
      row_gone_q   <= 1'b0;
      row_access_q <= 1'b0;
      row_done_q   <= 1'b0;
      row_wait_q   <= 1'b0;
    end else if (head_valid || row_request_i || state_q != Run || row_done_q || row_wait_q ||
                 row_access_q) begin
      if (state_q != Run && for_row_q && !row_request_i) row_gone_q <= 1'b1;
      row_access_q <= 1'b0;
      row_done_q   <= row_request_i && (row_done_q || row_access_q);
      row_wait_q   <= row_request_i && !row_done_q && !row_access_q;
      if (row_turn && row_request_i && state_q == Run) begin
        if (!triggers()) begin
          row_wait_q         <= 1'b0;
          row_access_q       <= 1'b1;
          row_valid_o        <= !resets();
          row_offset_o       <= {row_address_i[21:16], row_address_i[10:0], 5'd0};
          row_reset_valid_o  <= resets();
          row_reset_parity_o <= row_address_i[0];
          if (resets()) row_reset_o <= find_neurons();
          converted_q        <= 1'b0;
        end
      end
      if (issue) begin
        access_valid_q <= 1'b1;
        access_q       <= '{write: head.write, own: is_config || is_neuron_reset,
                            own_data: is_config ? config_q : '0,
                            due: now_i + 48'(ArrayLatency)};
        block_q        <= is_cadc ? BlockCadc : BlockArray;
        offset_q       <= head.address[21:0];
        byte_enables_q <= head.byte_enables;
        write_data_q   <= head.data;
        converted_q    <= 1'b0;
        array_reset_valid_o <= is_neuron_reset;
        array_reset_quad_o  <= head.address[5:0];
        array_reset_entries_o <= reset_entries;
        if (is_config && head.write) config_q <= merged & CADC_CONFIG_MASK_0;
      end
      unique case (state_q)
        Run: begin
          row_gone_q <= 1'b0;
          // Withdrawn before it could take what it had converted.
          if (for_row_q && !row_request_i) converted_q <= 1'b0;
          if (row_turn ? row_request_i && triggers() : is_trigger) begin
            for_row_q  <= row_turn;
            state_q    <= Sense;
            deadline_q <= now_i + 48'(sense_delay_i);
          end
        end
        Sense: begin
          if (now_i >= deadline_q) begin
            cadc_convert_o <= 1'b1;
            cadc_row_o     <= for_row_q ? row_address_i[9:1] : 9'((address & RowMask) / RowStride);
            state_q        <= Convert;
            // Going back to Run takes one more cycle.
            deadline_q     <= deadline_q + 48'(get_cadc_config_reset_wait(config_q)) +
                              48'(get_cadc_config_dead_time(config_q)) + 48'(ConversionCycles) - 48'd1;
          end
        end
        default: begin
          if (now_i >= deadline_q) begin
            state_q     <= Run;
            converted_q <= !for_row_q || (row_request_i && !row_gone_q);
          end
        end
      endcase
    end
  end

  always_comb begin
    merged = config_q;
    if (is_config) begin
      for (int unsigned b = 0; b < 4; b++) begin
        if (head.byte_enables[b]) merged[8*b+:8] = head.data[8*b+:8];
      end
    end
  end

  assign word_valid_o        = access_valid_q && !access_q.own;
  assign word_write_o        = access_q.write;
  assign word_block_o        = block_q;
  assign word_offset_o       = offset_q;
  assign word_byte_enables_o = byte_enables_q;
  assign word_data_o         = write_data_q;

  hx_fifo #(.Width(81), .Depth(Queue)) i_answers (
      .clk_i, .rst_ni, .push_i(access_valid_q),
      .data_i({access_q.due, access_q.write,
               access_q.write ? 32'd0 : access_q.own ? access_q.own_data : word_data_i}),
      .pop_i(answered), .valid_o(answer_valid), .data_o(answer), .count_o(answer_count)
  );

  assign response_valid_o = answer_valid && answer[80:33] <= now_i;
  assign response_o       = '{write: answer[32], data: answer[31:0]};
  assign answered         = response_valid_o && response_ready_i;

endmodule
