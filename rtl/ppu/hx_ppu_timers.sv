// Time base, decrementer and fixed-interval timer.
// SPDX-License-Identifier: Apache-2.0
//
// All three are derived from the free cycle counter: the time base is the counter plus an
// offset, the decrementer a deadline. Nothing but the status bits changes at rest. A write in
// cycle t counts from t on, as if the register had been written at its beginning.
module hx_ppu_timers (
    input logic clk_i,
    input logic rst_ni,
    input logic [63:0] cycle_i,      // number of this cycle, 1 behind reset

    input  logic        write_i,
    input  logic [9:0]  number_i,    // special register, read and written
    input  logic [31:0] data_i,
    output logic [31:0] data_o,

    output logic fixed_interval_o,   // pending and enabled
    output logic decrementer_o,
    output logic enabled_o,          // one of them can become pending

    input  logic        sleep_i,
    output logic [31:0] quiet_o      // in sleep: cycles before the one that sets a status bit, or more
);

  localparam int unsigned Dis = 27, Fis = 26;             // status bits
  localparam int unsigned Die = 26, Fie = 23, Are = 22;   // control bits

  logic [63:0] offset_q, offset, time_now, time_next;
  logic        running_q, running, ends, rises;
  logic [63:0] end_q, last;  // cycle in which the decrementer steps from 1
  logic [31:0] reload_q, reload, control_q, control;
  logic        dis_q, fis_q, acknowledge;

  assign time_now    = cycle_i + offset_q;
  assign acknowledge = write_i && number_i == 10'd336;

  // With the write of this cycle
  always_comb begin
    offset  = offset_q;
    running = running_q;
    last    = end_q;
    reload  = reload_q;
    control = control_q;
    if (write_i) begin
      unique case (number_i)
        10'd22: begin
          running = data_i != 0;
          last    = cycle_i + {32'b0, data_i};
        end
        10'd54: reload = data_i;
        10'd284: offset = {time_now[63:32], data_i} - cycle_i;
        10'd285: offset = {data_i, time_now[31:0]} - cycle_i;
        10'd340: control = data_i;
        default: ;
      endcase
    end
    ends      = running && last == cycle_i + 64'd1;
    time_next = cycle_i + offset + 64'd1;
    unique case (control[25:24])
      2'd0: rises = time_next[8:0] == 9'h100;
      2'd1: rises = time_next[12:0] == 13'h1000;
      2'd2: rises = time_next[16:0] == 17'h1_0000;
      default: rises = time_next[20:0] == 21'h10_0000;
    endcase
  end

  always_comb begin
    unique case (number_i)
      10'd22: data_o = running_q ? 32'(end_q - cycle_i) : '0;
      10'd54: data_o = reload_q;
      10'd284: data_o = time_now[31:0];
      10'd285: data_o = time_now[63:32];
      10'd336: data_o = {4'b0, dis_q, fis_q, 26'b0};
      10'd340: data_o = control_q;
      default: data_o = '0;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      offset_q  <= '0;
      running_q <= 1'b0;
      reload_q  <= '0;
      control_q <= '0;
      dis_q     <= 1'b0;
      fis_q     <= 1'b0;
    end else begin
      if (write_i) begin
        offset_q  <= offset;
        running_q <= running;
        end_q     <= last;
        reload_q  <= reload;
        control_q <= control;
        if (acknowledge && data_i[Dis]) dis_q <= 1'b0;
        if (acknowledge && data_i[Fis]) fis_q <= 1'b0;
      end
      if (ends) begin
        dis_q     <= 1'b1;
        running_q <= control[Are] && reload != 0;
        end_q     <= last + {32'b0, reload};
      end
      if (rises) fis_q <= 1'b1;
    end
  end

  // A status bit that is set does not change; nothing is written in sleep. A request ends it.
  logic [63:0] until_end;
  logic [31:0] until_rise;
  always_comb begin
    until_end  = '1;
    until_rise = '1;
    if (sleep_i) begin
      if (fixed_interval_o || decrementer_o) until_end = '0;
      else if (running_q) until_end = end_q - 64'd1 - cycle_i;
      if (!fis_q) begin
        unique case (control_q[25:24])
          2'd0: until_rise = (32'h100 - time_next[31:0]) & 32'h1ff;
          2'd1: until_rise = (32'h1000 - time_next[31:0]) & 32'h1fff;
          2'd2: until_rise = (32'h1_0000 - time_next[31:0]) & 32'h1_ffff;
          default: until_rise = (32'h10_0000 - time_next[31:0]) & 32'h1f_ffff;
        endcase
      end
    end
  end
  assign quiet_o = until_end < 64'(until_rise) ? 32'(until_end) : until_rise;

  // A request that is being acknowledged is none any more.
  assign fixed_interval_o = fis_q && control[Fie] && !(acknowledge && data_i[Fis]);
  assign decrementer_o    = dis_q && control[Die] && !(acknowledge && data_i[Dis]);

  assign enabled_o        = control_q[Fie] || control_q[Die];

  logic unused;
  assign unused = &{1'b0, time_next[63:32]};

endmodule
