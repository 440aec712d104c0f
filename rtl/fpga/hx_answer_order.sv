// Puts the answers of FPGA and chip accesses into the order of their requests.
// SPDX-License-Identifier: Apache-2.0
//
// Every access is registered in the cycle of its issue; its answer leaves when it is the oldest
// and there is room_i. Answers of writes that are silent only count. full_o holds the executor
// at Limit accesses in flight, so no FIFO here can overflow. If the chip owes the oldest answer
// for LostCycles (it was in reset, for instance), the answer is taken to be 0 and lost_o is set,
// so that a program always comes to its end.
module hx_answer_order
  import hx_fpga_pkg::*;
  import hx_omnibus_pkg::response_t;
#(
    parameter int unsigned Limit = 52,
    parameter int unsigned LostCycles = 16384
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [31:0] skip_i,  // further cycles that this edge stands for

    input  logic issue_valid_i,
    input  logic issue_chip_i,
    input  logic issue_read_i,
    input  logic issue_silent_i,  // no message for this one
    output logic busy_o,
    output logic full_o,
    output logic [5:0] reads_in_flight_o,

    input logic             local_valid_i,
    input logic      [31:0] local_data_i,
    input logic      [ 1:0] chip_valid_i,   // index 0 first
    // verilator lint_off UNUSEDSIGNAL
    // Whether it answers a read or a write is known from the order.
    input response_t [ 1:0] chip_answer_i,
    // verilator lint_on UNUSEDSIGNAL

    // The chip can be reached; answers that are due while it cannot are given up all together.
    input  logic     reachable_i,
    input  logic     chip_reset_i,
    input  logic     room_i,
    output logic     message_valid_o,
    output message_t message_o,
    output logic [31:0] value_o,       // of the latest answer, sent or silent
    output logic     given_up_o,       // the answer of this message never came
    output logic     lost_o,           // sticky: an answer never came
    output logic     unexpected_o      // sticky: an answer nobody waited for
);

  localparam int unsigned Depth = 64;

  logic [6:0] count;
  logic       head_valid;
  logic       head_chip;
  logic       head_read;
  logic       head_silent;
  logic       pop;
  logic [5:0] reads_q;

  hx_fifo #(
      .Width(3),
      .Depth(Depth)
  ) i_order (
      .clk_i,
      .rst_ni,
      .push_i (issue_valid_i),
      .data_i ({issue_chip_i, issue_read_i, issue_silent_i}),
      .pop_i  (pop),
      .valid_o(head_valid),
      .data_o ({head_chip, head_read, head_silent}),
      .count_o(count)
  );

  assign busy_o     = head_valid;
  assign given_up_o = lost;
  assign reads_in_flight_o = reads_q;
  // A word executed in this cycle is issued in the next.
  assign full_o = count + 7'(issue_valid_i) >= 7'(Limit);

  logic        local_valid;
  logic [31:0] local_data;
  logic        pop_local;
  // verilator lint_off UNUSEDSIGNAL
  logic [ 6:0] local_count;
  // verilator lint_on UNUSEDSIGNAL

  hx_fifo #(
      .Width(32),
      .Depth(Depth)
  ) i_local (
      .clk_i,
      .rst_ni,
      .push_i (local_valid_i),
      .data_i (local_data_i),
      .pop_i  (pop_local),
      .valid_o(local_valid),
      .data_o (local_data),
      .count_o(local_count)
  );

  logic [ 6:0]       chip_count;
  logic [31:0]       chip_data;
  logic [ 1:0]       chip_push;
  logic [ 1:0][31:0] chip_push_data;
  logic              pop_chip;
  logic [ 6:0]       owed_q;  // answers the chip still owes
  logic              lost;

  hx_multi_fifo #(
      .Width (32),
      .Depth (Depth),
      .Pushes(2),
      .Pops  (1)
  ) i_chip (
      .clk_i,
      .rst_ni,
      .push_i     (chip_push),
      .data_i     (chip_push_data),
      .pop_count_i(pop_chip),
      .head_o     (chip_data),
      .count_o    (chip_count)
  );

  // An answer that nobody waits for is not kept.
  always_comb begin
    chip_push      = '0;
    chip_push_data = '0;
    if (|chip_valid_i) begin
      chip_push[0]      = chip_valid_i[0] && owed_q != '0;
      chip_push[1]      = chip_valid_i[1] && owed_q > 7'(chip_push[0]);
      chip_push_data[0] = chip_answer_i[0].data;
      chip_push_data[1] = chip_answer_i[1].data;
    end
  end

  logic [31:0] waiting_q;
  logic        gone_q;  // an answer was given up and the chip was not reachable since

  always_comb begin
    pop             = 1'b0;
    pop_local       = 1'b0;
    pop_chip        = 1'b0;
    lost            = 1'b0;
    message_valid_o = 1'b0;
    message_o       = '{code: FromFpgaOmnibusData, payload: '0};
    if (head_valid && room_i) begin
      if (!head_chip) begin
        pop_local               = local_valid;
        message_o.payload[31:0] = local_data;
      end else if (chip_count != '0) begin
        pop_chip                = 1'b1;
        message_o.payload[31:0] = chip_data;
      end else begin
        lost = (waiting_q >= LostCycles || gone_q && !reachable_i) && chip_valid_i == 2'b00;
      end
      pop             = pop_local || pop_chip || lost;
      message_valid_o = pop && !head_silent;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      owed_q       <= '0;
      waiting_q    <= '0;
      gone_q       <= 1'b0;
      value_o      <= '0;
      reads_q      <= '0;
      lost_o       <= 1'b0;
      unexpected_o <= 1'b0;
    end else begin
      if (reachable_i || chip_reset_i) gone_q <= 1'b0;
      else if (lost) gone_q <= 1'b1;
      if (pop) begin
        waiting_q <= '0;
        value_o   <= message_o.payload[31:0];
      end else if (head_valid) waiting_q <= waiting_q + 1'b1 + skip_i;
      if (issue_valid_i || pop) begin
        reads_q <= reads_q + 6'(issue_valid_i && issue_read_i) - 6'(pop && head_read);
      end
      if (|chip_valid_i || lost || issue_valid_i) begin
        owed_q <= owed_q + 7'(issue_valid_i && issue_chip_i) - 7'(chip_push[0]) -
            7'(chip_push[1]) - 7'(lost);
        if (lost) lost_o <= 1'b1;
        if (chip_push != chip_valid_i) unexpected_o <= 1'b1;
      end
    end
  end

  // The executor keeps to the limit.
  within_limit :
  assert property (@(posedge clk_i) disable iff (!rst_ni) 32'(count) <= Limit);

endmodule
