// Packs messages of 64 or 80 bits back to back into 64-bit words.
// SPDX-License-Identifier: Apache-2.0
//
// Takes one message and gives at most one word a cycle; the most significant bit goes first. A
// flush pushes out the remainder: its bits at the top, one comma bit, zeros. A flush given
// together with a message comes after that message. While a flush is under way ready_o is 0.
//
// Source: word format of the public host software, from-FPGA direction (lengths are multiples
// of 16, so a remainder has 16, 32 or 48 bits).
module hx_bit_packer (
    input logic clk_i,
    input logic rst_ni,

    output logic        ready_o,
    input  logic        message_valid_i,
    input  logic        message_long_i,   // 80 bits, else 64
    input  logic [79:0] message_i,        // left-aligned: a short one is in [79:16]
    input  logic        flush_i,          // only with ready_o

    output logic        remainder_o,   // bits wait for more bits or a flush
    output logic        flushing_o,    // a flush is under way
    output logic        word_valid_o,
    output logic [63:0] word_o
);

  logic [127:0] buffer_q;  // left-aligned, zeros behind the contents
  logic [  3:0] units_q;   // contents in units of 16 bits, 0..8
  logic         flush_q;

  assign ready_o     = !flush_q && units_q != 4'd8;
  assign remainder_o = units_q != '0;
  assign flushing_o  = flush_q;

  // What is left after the word of this cycle.
  logic         word_full;
  logic [127:0] rest;
  logic [  3:0] rest_units;
  always_comb begin
    word_full  = units_q >= 4'd4;
    rest       = buffer_q;
    rest_units = units_q;
    if (word_full) begin
      rest       = {buffer_q[63:0], 64'b0};
      rest_units = units_q - 4'd4;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      buffer_q     <= '0;
      units_q      <= '0;
      flush_q      <= 1'b0;
      word_valid_o <= 1'b0;
    end else begin
      word_valid_o <= 1'b0;
      if (flush_i) flush_q <= 1'b1;
      if (word_full) begin
        word_valid_o <= 1'b1;
        word_o       <= buffer_q[127:64];
        buffer_q     <= rest;
        units_q      <= rest_units;
      end else if (flush_q) begin
        flush_q <= 1'b0;
        if (units_q != '0) begin
          word_valid_o <= 1'b1;
          word_o       <= buffer_q[127:64] | (64'h8000_0000_0000_0000 >> {units_q[1:0], 4'b0});
          buffer_q     <= '0;
          units_q      <= '0;
        end
      end
      if (message_valid_i) begin
        buffer_q <= rest | ({message_i, 48'b0} >> {rest_units[1:0], 4'b0});
        units_q  <= rest_units + (message_long_i ? 4'd5 : 4'd4);
      end
    end
  end

  // Messages and flushes come only when there is room for them.
  only_when_ready :
  assert property (@(posedge clk_i) disable iff (!rst_ni) message_valid_i || flush_i |-> ready_o);
  // Buffer and count agree: a message never meets more than 48 remaining bits.
  no_overflow :
  assert property (@(posedge clk_i) disable iff (!rst_ni) message_valid_i |-> rest_units < 4'd4);

endmodule
