// fxvlax, fxvstax: one vector word by word over a 32-bit bus.
// SPDX-License-Identifier: Apache-2.0
//
// Started in T, requests from T + 2 on, one a cycle when accepted at once; the word at the lowest
// address is the top of the vector. The cycle after the last response asks for the register write
// of a load (until granted) or ends a store. ready_o rises when the next operation may come,
// busy_o falls one cycle later.
// Each user of an operation reads its own fields.
/* verilator lint_off UNUSEDSIGNAL */
module hx_ppu_vector_serial
  import hx_ppu_vector_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic    load_i,  // data_i is the vector to store
    input vector_t data_i,

    input  logic        start_i,
    input  op_t         op_i,
    input  logic [29:0] address_i,  // of a word
    output logic        ready_o,
    output logic        busy_o,

    output logic       request_o,  // of the register write
    input  logic       grant_i,
    output logic [4:0] target_o,
    output vector_t    result_o,

    output logic        serial_valid_o,
    output logic        serial_write_o,
    output logic [31:0] serial_address_o,
    output logic [31:0] serial_data_o,
    input  logic        serial_accept_i,
    input  logic        serial_response_i,
    input  logic [31:0] serial_data_i
);

  localparam int unsigned CountWidth = $clog2(Words);
  localparam logic [CountWidth-1:0] LastWord = CountWidth'(Words - 1);

  typedef enum logic [1:0] {
    StateRest,
    StateSetup,
    StateTransfer,
    StateWrite
  } state_t;

  state_t                           state_q;
  logic                             linger_q;    // first cycle of rest
  logic                             is_store_q;
  logic                             sending_q;
  logic    [CountWidth-1:0]         sent_q;
  logic    [CountWidth-1:0]         answered_q;
  logic    [          29:0]         address_q;
  logic    [           4:0]         target_q;
  logic    [     Words-1:0][31:0]   data_q;      // word Words-1 comes first

  assign ready_o          = state_q == StateRest;
  assign busy_o           = state_q != StateRest || linger_q;
  assign request_o        = state_q == StateWrite;
  assign target_o         = target_q;
  assign result_o         = data_q;
  assign serial_valid_o   = sending_q;
  assign serial_write_o   = is_store_q;
  assign serial_address_o = {address_q, 2'b00};
  assign serial_data_o    = data_q[LastWord-sent_q];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q   <= StateRest;
      linger_q  <= 1'b0;
      sending_q <= 1'b0;
    end else begin
      if (load_i) data_q <= data_i;
      linger_q <= 1'b0;
      case (state_q)
        StateRest: begin
          if (start_i) begin
            state_q    <= StateSetup;
            is_store_q <= !op_i.has_target;
            target_q   <= op_i.target;
            address_q  <= address_i;
          end
        end
        StateSetup: begin
          state_q    <= StateTransfer;
          sending_q  <= 1'b1;
          sent_q     <= '0;
          answered_q <= '0;
        end
        StateTransfer: begin
          if (sending_q && serial_accept_i) begin
            sending_q <= sent_q != LastWord;
            sent_q    <= sent_q + CountWidth'(1);
            address_q <= address_q + 30'd1;
          end
          if (serial_response_i) begin
            if (!is_store_q) data_q[LastWord-answered_q] <= serial_data_i;
            answered_q <= answered_q + CountWidth'(1);
            if (answered_q == LastWord) begin
              state_q  <= is_store_q ? StateRest : StateWrite;
              linger_q <= is_store_q;
            end
          end
        end
        default: begin
          if (grant_i) begin
            state_q  <= StateRest;
            linger_q <= 1'b1;
          end
        end
      endcase
    end
  end

  // Nothing starts over a transfer.
  start_ready :
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> ready_o);
  // A response belongs to a request.
  response_expected :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
      serial_response_i |-> state_q == StateTransfer && (answered_q < sent_q || !sending_q));

endmodule
/* verilator lint_on UNUSEDSIGNAL */
