// The eight background event sources with their registers.
// SPDX-License-Identifier: Apache-2.0
//
// A running source has a period every max(period, 2) cycles of 250 MHz; the first ends one period after the
// cycle of the write that set `enable`, and that edge loads the seed. Regular mode: an event each period. Random
// mode: each period steps the generator; an event if rate > 0 and state[31:24] <= rate, its low 8
// label bits replaced by state[7:0] where `mask` is 1.
// Generator (the real one is not public): xorshift32, x ^= x << 13; x ^= x >> 17; x ^= x << 5;
// seed 0, its fixed point, is taken as 1.
// New settings of a running source hold from its next period's end on.
// A source keeps the cycle its period ends in, not a counter: while none is enabled nothing moves.
module hx_background_source
  import hx_event_pkg::*;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,

    // verilator lint_off UNUSEDSIGNAL
    input logic [47:0] now_i,  // a period needs only the low 16 bits
    // verilator lint_on UNUSEDSIGNAL

    output logic [7:0]       event_valid_o,
    output logic [7:0][13:0] event_label_o
);

  localparam int unsigned Sources = BACKGROUND_SPIKE_SOURCE_SOURCE_COUNT;
  localparam int unsigned Words = Sources * BACKGROUND_SPIKE_SOURCE_WORDS;

  function automatic logic [31:0] xorshift(input logic [31:0] x);
    logic [31:0] y;
    y = x ^ (x << 13);
    y = y ^ (y >> 17);
    return y ^ (y << 5);
  endfunction

  function automatic logic [15:0] cycles(input logic [15:0] period);
    return period < 16'd2 ? 16'd2 : period;
  endfunction

  logic [31:0] word;  // number of the word in the block
  logic hit;
  logic [31:0] mask;
  logic [2:0] written;  // source of the word

  always_comb begin
    word = 32'(access_i.address) - BACKGROUND_SPIKE_SOURCE_BASE;
    hit = access_valid_i && word < Words;
    written = 3'(word / 3);
    case (word % 3)
      0: mask = BACKGROUND_SPIKE_SOURCE_MASK_0;
      1: mask = BACKGROUND_SPIKE_SOURCE_MASK_1;
      default: mask = BACKGROUND_SPIKE_SOURCE_MASK_2;
    endcase
  end

  logic [7:0] enabled_q;
  logic [7:0] valid_q;
  logic [7:0][13:0] label_q;
  logic [31:0] data_q;
  logic [31:0] words_q [Words];
  logic [31:0] state_q [Sources];
  logic [15:0] due_q [Sources];

  // One block owns all state: several sources can change in a cycle, and a write comes last.
  // verilator lint_off BLKSEQ
  logic [2:0][31:0] setting;
  logic [31:0] number;
  always_ff @(posedge clk_i) begin
    setting = '0;
    number = '0;
    if (!rst_ni) begin
      enabled_q <= '0;
      valid_q <= '0;
      label_q <= '0;
      data_q <= '0;
      words_q = '{default: '0};
      state_q = '{default: '0};
      due_q = '{default: '0};
    end else begin
      if (|valid_q) valid_q <= '0;
      if (|enabled_q) begin
        for (int unsigned s = 0; s < Sources; s++) begin
          if (enabled_q[s] && due_q[s] == now_i[15:0]) begin
            setting = {words_q[3*s+2], words_q[3*s+1], words_q[3*s]};
            due_q[s] = now_i[15:0] + cycles(get_background_spike_source_period(setting));
            label_q[s] <= get_background_spike_source_neuron_label(setting);
            if (!get_background_spike_source_enable_random(setting)) begin
              valid_q[s] <= 1'b1;
            end else begin
              number = xorshift(state_q[s]);
              state_q[s] = number;
              valid_q[s] <= get_background_spike_source_rate(setting) != '0
                  && number[31:24] <= get_background_spike_source_rate(setting);
              label_q[s][7:0] <= (number[7:0] & get_background_spike_source_mask(setting))
                  | (8'(get_background_spike_source_neuron_label(setting))
                     & ~get_background_spike_source_mask(setting));
            end
          end
        end
      end
      if (access_valid_i) data_q <= hit && !access_i.write ? words_q[word[4:0]] : '0;
      if (hit && access_i.write) begin
        words_q[word[4:0]] =
            merge_bytes(words_q[word[4:0]], access_i.data, access_i.byte_enables) & mask;
        if (word % 3 == 0) begin
          setting = {words_q[word[4:0]+5'd2], words_q[word[4:0]+5'd1], words_q[word[4:0]]};
          enabled_q[written] <= get_background_spike_source_enable(setting);
          if (get_background_spike_source_enable(setting) && !enabled_q[written]) begin
            number = get_background_spike_source_seed(setting);
            state_q[written] = number == '0 ? 32'd1 : number;
            due_q[written] = now_i[15:0] + cycles(get_background_spike_source_period(setting));
          end
        end
      end
    end
  end
  // verilator lint_on BLKSEQ

  assign access_data_o = data_q;
  assign event_valid_o = valid_q;
  assign event_label_o = label_q;

endmodule
