// Interrupt requests: pins, doorbell, timers; choice of the vector.
// SPDX-License-Identifier: Apache-2.0
//
// Pin and doorbell requests are latched only while the machine state enables interrupts, and
// forgotten when their handler is entered. Meaning of the control fields (chosen here; the
// published core gives only their places): trigger 1 = edge, 0 = level; sense 1 = high or rising.
module hx_ppu_interrupts (
    input logic clk_i,
    input logic rst_ni,

    input logic        enable_i,     // MSR.EE
    input logic [31:0] control_i,    // ICCR
    input logic [3:0]  pins_i,
    input logic        doorbell_i,   // one cycle a request
    input logic        fixed_interval_i,
    input logic        decrementer_i,
    input logic        enter_i,      // the handler of vector_o is entered

    output logic        pending_o,
    output logic [29:0] vector_o     // word address
);

  logic [3:0] pins_q, levels, edges, seen;
  logic       pin_q, bell_q;

  assign levels = pins_i ~^ control_i[19:16];
  assign edges  = (pins_i ^ pins_q) & levels;
  assign seen   = control_i[11:8] & ((control_i[15:12] & edges) | (~control_i[15:12] & levels));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pins_q <= '0;
      pin_q  <= 1'b0;
      bell_q <= 1'b0;
    end else begin
      pins_q <= pins_i;
      if (enable_i && seen != 0) pin_q <= 1'b1;
      else if (enter_i && vector_o == 30'h5) pin_q <= 1'b0;
      if (enable_i && doorbell_i && control_i[0]) bell_q <= 1'b1;
      else if (enter_i && vector_o == 30'h9) bell_q <= 1'b0;
    end
  end

  assign pending_o = pin_q || fixed_interval_i || decrementer_i || bell_q;
  assign vector_o  = pin_q ? 30'h5 : fixed_interval_i ? 30'hb : decrementer_i ? 30'hc : 30'h9;

  logic unused;
  assign unused = &{1'b0, control_i[31:20], control_i[7:1]};

endmodule
