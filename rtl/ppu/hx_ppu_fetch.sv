// Fetch stages: program counter, prediction, instruction register.
// SPDX-License-Identifier: Apache-2.0
//
// An instruction whose address is at the port in cycle t is decoded in t + 2 and may issue in
// t + 3. The predictor is asked for an address one cycle before it is at the port; the first
// address behind a redirect is never predicted. The memory answers in the cycle after an address
// that it took; with delay_i it does not take one, and a gap follows.
module hx_ppu_fetch (
    input logic clk_i,
    input logic rst_ni,

    input logic        advance_i,      // the issue stage takes the decoded instruction
    input logic        redirect_i,     // go on at target_i; everything fetched is dropped
    input logic [29:0] target_i,

    // Predictor
    output logic [29:0] lookup_o,
    input  logic        taken_i,
    input  logic [29:0] taken_target_i,

    // Instruction memory, word addresses
    output logic        fetch_o,       // the address is wanted; otherwise the memory holds its data
    output logic [29:0] fetch_address_o,
    input  logic        delay_i,
    input  logic [31:0] fetch_data_i,

    // Instruction to decode
    output logic        valid_o,
    output logic [31:0] word_o,
    output logic [29:0] address_o,
    output logic        predicted_o,
    output logic [29:0] predicted_target_o
);

  logic [29:0] address_q, target_q, waiting_address_q, waiting_target_q, decode_address_q,
               decode_target_q;
  logic        predicted_q, waiting_q, waiting_predicted_q, decode_q, decode_predicted_q;
  logic [31:0] word_q;

  assign lookup_o        = predicted_q ? target_q : address_q + 30'd1;
  assign fetch_o         = advance_i;
  assign fetch_address_o = address_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      address_q   <= '0;
      predicted_q <= 1'b0;
      waiting_q   <= 1'b0;
      decode_q    <= 1'b0;
    end else if (redirect_i) begin
      address_q   <= target_i;
      predicted_q <= 1'b0;
      waiting_q   <= 1'b0;
      decode_q    <= 1'b0;
    end else if (advance_i) begin
      decode_q <= waiting_q;
      if (waiting_q) begin
        word_q             <= fetch_data_i;
        decode_address_q   <= waiting_address_q;
        decode_predicted_q <= waiting_predicted_q;
        decode_target_q    <= waiting_target_q;
      end
      waiting_q <= !delay_i;
      if (!delay_i) begin
        waiting_address_q   <= address_q;
        waiting_predicted_q <= predicted_q;
        waiting_target_q    <= target_q;
        address_q           <= lookup_o;
        predicted_q         <= taken_i;
        target_q            <= taken_target_i;
      end
    end
  end

  assign valid_o            = decode_q;
  assign word_o             = word_q;
  assign address_o          = decode_address_q;
  assign predicted_o        = decode_predicted_q;
  assign predicted_target_o = decode_target_q;

endmodule
