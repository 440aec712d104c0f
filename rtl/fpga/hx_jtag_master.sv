// JTAG master: turns the JTAG instructions of a program into TCK, TMS and TDI.
// SPDX-License-Identifier: Apache-2.0
//
// Instructions wait in a FIFO and are carried out in order; full_o holds the executor before it
// can overflow. Each one is a fixed walk through the TAP states, from Run-Test/Idle and back:
//   init         TMS 1 five times, then 0: the TAP is reset, its instruction is IDCODE
//   ins, 7 bits  TMS 1 1 0 0, the bits, 1 0
//   data, n bits TMS 1 0 0, the bits, 1 0
// Bits go least significant first; TMS is 1 with the last of them. TCK has a period of
// scaler + 2 cycles: TMS and TDI change when it falls, TDO is taken when it rises. A captured
// bit is kept in the answer at its position; an answer leaves only if it was asked for.
// A new scaler counts from the next instruction on.
//
// Source: instruction meanings and clock proportion of the public host software; that the
// divided clock is the 125 MHz one is our choice.
module hx_jtag_master
  import hx_fpga_pkg::*;
#(
    parameter int unsigned Depth = 64,           // instructions, a power of two
    parameter logic [7:0]  DefaultScaler = 8'd6
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic  command_valid_i,
    input  jtag_t command_i,
    output logic  full_o,
    output logic  busy_o,

    input  logic     room_i,
    output logic     message_valid_o,
    output message_t message_o,

    output logic jtag_tck_o,
    output logic jtag_tms_o,
    output logic jtag_tdi_o,
    input  logic jtag_tdo_i
);

  localparam int unsigned InsBits = 7;
  localparam int unsigned DataBits = 33;
  // The longest walk: three steps to Shift-DR, the data, two steps back.
  localparam int unsigned Steps = DataBits + 5;

  logic                   head_valid;
  jtag_t                  head;
  logic                   start;
  logic [$clog2(Depth):0] count;

  hx_fifo #(
      .Width($bits(jtag_t)),
      .Depth(Depth)
  ) i_commands (
      .clk_i,
      .rst_ni,
      .push_i (command_valid_i),
      .data_i (command_i),
      .pop_i  (start),
      .valid_o(head_valid),
      .data_o (head),
      .count_o(count)
  );

  logic               run_q;
  logic               answer_q;   // an answer waits for room
  logic               keep_q;     // the walk under way has an answer
  logic               high_q;     // TCK is high
  logic [        7:0] scaler_q;
  logic [        8:0] phase_q;    // cycles left of this half of the period, less one
  logic [        5:0] left_q;     // steps left, this one included
  logic [        5:0] step_q;     // steps done
  logic [        5:0] first_q;    // step of the first bit
  logic [        5:0] last_q;     // step of the last bit
  logic [  Steps-1:0] tms_q;      // bit 0 is on the pin
  logic [  Steps-1:0] tdi_q;
  logic [DataBits-1:0] captured_q;

  assign start           = head_valid && !run_q && !answer_q;
  // What is executed in this cycle comes in the next.
  assign full_o          = count + ($clog2(Depth) + 1)'(command_valid_i) >=
      ($clog2(Depth) + 1)'(Depth - 1);
  assign busy_o          = head_valid || run_q || answer_q;
  assign message_valid_o = answer_q && room_i;

  always_comb begin
    message_o = '0;
    if (answer_q) message_o = '{code: FromFpgaJtagData, payload: 72'(captured_q)};
  end

  // The walk of the instruction at the head.
  logic [      5:0] bits;
  logic [      5:0] lead;
  logic [Steps-1:0] tms;
  logic [Steps-1:0] tdi;
  always_comb begin
    bits = '0;
    lead = '0;
    tms  = '0;
    tdi  = '0;
    if (start) begin
      case (head.code)
        ToFpgaJtagInit: begin
          lead = 6'd4;
          tms  = Steps'(5'b11111);
        end
        ToFpgaJtagIns: begin
          lead = 6'd4;
          bits = 6'(InsBits);
          tms  = Steps'(4'b0011);
        end
        default: begin
          lead = 6'd3;
          // More than the answer can hold is not sent; at least one bit is.
          bits = head.bits > 6'(DataBits) ? 6'(DataBits) : head.bits == '0 ? 6'd1 : head.bits;
          tms  = Steps'(3'b001);
        end
      endcase
      if (bits != '0) begin
        tms = tms | (Steps'(2'b11) << (lead + bits - 6'd1));
        tdi = Steps'(head.data) << lead;
      end
    end
  end

  // Low for the longer half: lines are stable before the rising edge.
  logic [8:0] period;
  assign period = 9'(scaler_q) + 9'd2;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      run_q      <= 1'b0;
      answer_q   <= 1'b0;
      keep_q     <= 1'b0;
      high_q     <= 1'b0;
      scaler_q   <= DefaultScaler;
      phase_q    <= '0;
      left_q     <= '0;
      step_q     <= '0;
      first_q    <= '0;
      last_q     <= '0;
      tms_q      <= '0;
      tdi_q      <= '0;
      captured_q <= '0;
      jtag_tck_o <= 1'b0;
      jtag_tms_o <= 1'b0;
      jtag_tdi_o <= 1'b0;
    end else if (start) begin
      if (head.code == ToFpgaJtagScaler) begin
        scaler_q <= head.data[7:0];
      end else begin
        run_q      <= 1'b1;
        keep_q     <= head.code == ToFpgaJtagData && head.keep;
        high_q     <= 1'b0;
        phase_q    <= period - (period >> 1) - 9'd1;
        left_q     <= lead + bits + 6'd2;
        step_q     <= '0;
        first_q    <= lead;
        last_q     <= lead + bits - 6'd1;
        tms_q      <= tms >> 1;
        tdi_q      <= tdi >> 1;
        captured_q <= '0;
        jtag_tms_o <= tms[0];
        jtag_tdi_o <= tdi[0];
      end
    end else if (run_q) begin
      phase_q <= phase_q - 1'b1;
      if (phase_q == '0) begin
        high_q     <= !high_q;
        jtag_tck_o <= !high_q;
        if (!high_q) begin
          phase_q <= (period >> 1) - 9'd1;
          if (keep_q && step_q >= first_q && step_q <= last_q) begin
            captured_q[step_q - first_q] <= jtag_tdo_i;
          end
        end else begin
          phase_q    <= period - (period >> 1) - 9'd1;
          left_q     <= left_q - 1'b1;
          step_q     <= step_q + 1'b1;
          tms_q      <= tms_q >> 1;
          tdi_q      <= tdi_q >> 1;
          jtag_tms_o <= tms_q[0];
          jtag_tdi_o <= tdi_q[0];
          if (left_q == 6'd1) begin
            run_q    <= 1'b0;
            answer_q <= keep_q;
          end
        end
      end
    end else if (message_valid_o) begin
      answer_q <= 1'b0;
    end
  end

  // A walk ends in Run-Test/Idle, where TMS is 0.
  rests_low :
  assert property (@(posedge clk_i) disable iff (!rst_ni) !run_q |-> !jtag_tck_o && !jtag_tms_o);

endmodule
