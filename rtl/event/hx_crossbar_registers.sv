// Output settings and counters of the event crossbar.
// SPDX-License-Identifier: Apache-2.0
//
// After reset nothing is counted. Choices, not public: a write of any value clears a counter (an event of that very cycle
// still counts as one); event counters wrap at 24 bits, drop counters stay at 0xFFFF.
module hx_crossbar_registers
  import hx_event_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    output logic [3:0]  slow_o,

    input outputs_t event_i,  // an event entered this output

    input logic                   drop_valid_i,  // some drop count below is not 0
    input logic [Inputs-1:0][1:0] drop_count_i   // losses that count, per input
);

  logic [31:0] config_q;
  logic [15:0] drop_count_q [Inputs];
  logic [23:0] event_count_q [Outputs];
  logic [31:0] data_q;
  outputs_t    count_enable;

  assign count_enable = get_crossbar_output_config_enable_event_counter(config_q);

  logic [31:0] address;
  logic [31:0] word;  // number of the word in its group
  logic is_config, is_drop_count, is_event_count;
  logic write;

  always_comb begin
    address = 32'(access_i.address);
    word = '0;
    is_config = 1'b0;
    is_drop_count = 1'b0;
    is_event_count = 1'b0;
    write = 1'b0;
    if (access_valid_i) begin
      write = access_i.write;
      is_config = address == CROSSBAR_OUTPUT_CONFIG_BASE;
      if (address >= CROSSBAR_OUTPUT_EVENT_COUNTER_BASE) begin
        word = address - CROSSBAR_OUTPUT_EVENT_COUNTER_BASE;
        is_event_count = word < Outputs;
      end else if (address >= CROSSBAR_INPUT_DROP_COUNTER_BASE) begin
        word = address - CROSSBAR_INPUT_DROP_COUNTER_BASE;
        is_drop_count = word < Inputs;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      config_q <= '0;
    end else if (write) begin
      if (is_config) begin
        config_q <= merge_bytes(config_q, access_i.data, access_i.byte_enables)
            & CROSSBAR_OUTPUT_CONFIG_MASK_0;
      end
    end
  end

  // Counters change several at a time, so this block keeps them to itself and writes them with
  // blocking assignments; `data_q` is the only way out.
  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      drop_count_q = '{default: '0};
      event_count_q = '{default: '0};
      data_q <= '0;
    end else if (access_valid_i || drop_valid_i || (|event_i)) begin
      if (access_valid_i) begin
        data_q <= '0;
        if (!access_i.write) begin
          if (is_config) data_q <= config_q;
          if (is_drop_count) data_q <= 32'(drop_count_q[word[4:0]]);
          if (is_event_count) data_q <= 32'(event_count_q[word[3:0]]);
        end else begin
          if (is_drop_count) drop_count_q[word[4:0]] = '0;
          if (is_event_count) event_count_q[word[3:0]] = '0;
        end
      end
      if (drop_valid_i) begin
        for (int unsigned i = 0; i < Inputs; i++) begin
          if (drop_count_q[i] > 16'hFFFF - 16'(drop_count_i[i])) drop_count_q[i] = 16'hFFFF;
          else drop_count_q[i] = drop_count_q[i] + 16'(drop_count_i[i]);
        end
      end
      if (|(event_i & count_enable)) begin
        for (int unsigned o = 0; o < Outputs; o++) begin
          if (event_i[o] && count_enable[o]) event_count_q[o] = event_count_q[o] + 1'b1;
        end
      end
    end
  end
  // verilator lint_on BLKSEQ

  assign access_data_o = data_q;
  assign slow_o = get_crossbar_output_config_enable_slow(config_q);

endmodule
