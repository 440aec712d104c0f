// Masters and a slave around a part of the Omnibus in its bench: order, routing, no starvation.
// SPDX-License-Identifier: Apache-2.0
//
// The slave answers every request with a function of its address after a random time; every
// answer must go to the master that asked, in its order. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module omnibus_traffic
  import hx_omnibus_pkg::*;
#(
    parameter string Bench = "",
    parameter int unsigned Masters = 2,  // at most 4
    // Of each master, the first one last: a request in so many free cycles; answers that make a
    // test.
    parameter logic [Masters-1:0][15:0] Rates = '0,
    parameter logic [Masters-1:0][15:0] Enough = '0,
    parameter int unsigned Patience = 300  // cycles that a request may wait
) (
    output logic clk_o,
    output logic rst_no,

    output logic     [Masters-1:0] request_valid_o,
    output request_t [Masters-1:0] request_o,
    input  logic     [Masters-1:0] request_ready_i,
    input  logic     [Masters-1:0] response_valid_i,
    input  response_t              response_i,
    output logic     [Masters-1:0] response_ready_o,

    input  logic      slave_request_valid_i,
    input  request_t  slave_request_i,
    output logic      slave_request_ready_o,
    output logic      slave_response_valid_o,
    output response_t slave_response_o,
    input  logic      slave_response_ready_i
);

  localparam int unsigned Cycles = 20000;

  initial clk_o = 1'b0;
  always #2 clk_o = !clk_o;

  request_t    asked[4][$];  // a power of two: Verilator 5.006 mixes up queues otherwise
  request_t    at_slave[$];
  int unsigned answered[Masters], waited[Masters];
  int unsigned seed = 1, several = 0, cycle = 0;
  logic        waits = 1'b0;  // the slave was not ready for this request
  request_t    waiting = '0;

  function automatic response_t answer(input logic write, input logic [25:0] address);
    return '{write: write, data: 32'(address) * 32'd2654435761};
  endfunction

  logic [25:0] next_address = '0;
  function automatic request_t draw();
    // Distinct addresses: every answer can belong to one request only.
    next_address++;
    return '{write: 1'($urandom), address: next_address, byte_enables: 4'($urandom), data: $urandom};
  endfunction

  // Looks at what this edge does, then sets the inputs of the next.
  always @(posedge clk_o) begin
    if (rst_no) begin
      logic [Masters-1:0] taken;
      logic               answered_now;
      taken = request_valid_o & request_ready_i;
      answered_now = slave_response_valid_o && slave_response_ready_i;
      for (int unsigned m = 0; m < Masters; m++) begin
        if (taken[m]) asked[m].push_back(request_o[m]);
        if (response_valid_i[m] && response_ready_o[m]) begin
          if (asked[m].size() == 0) $fatal(1, "master %0d did not ask", m);
          if (response_i != answer(asked[m][0].write, asked[m][0].address))
            $fatal(1, "master %0d: wrong answer", m);
          void'(asked[m].pop_front());
          answered[m]++;
        end
      end
      if ($countones(request_ready_i) > 1 || $countones(response_valid_i) > 1)
        $fatal(1, "several at a time");
      if (waits && (!slave_request_valid_i || slave_request_i != waiting))
        $fatal(1, "a waiting request changed");
      waits   = slave_request_valid_i && !slave_request_ready_o;
      waiting = slave_request_i;
      if (slave_request_valid_i && slave_request_ready_o) at_slave.push_back(slave_request_i);
      if (answered_now) void'(at_slave.pop_front());

      // A request stays until it is taken; nobody waits for longer than the turns of the others.
      for (int unsigned m = 0; m < Masters; m++) begin
        waited[m] = request_valid_o[m] && !taken[m] ? waited[m] + 1 : 0;
        if (waited[m] > Patience) $fatal(1, "master %0d starves", m);
        if (taken[m] || !request_valid_o[m]) begin
          request_valid_o[m] <= $urandom % 32'(Rates[m]) == 0 && cycle < Cycles - 1000;
          request_o[m] <= draw();
        end
      end
      if ($countones(request_valid_o) > 1) several++;
      slave_request_ready_o <= $urandom % 3 != 0;
      // The first master keeps its answers waiting.
      response_ready_o       <= {{(Masters - 1) {1'b1}}, $urandom % 4 != 0};
      slave_response_valid_o <= at_slave.size() != 0 &&
          (slave_response_valid_o && !answered_now || $urandom % 3 != 0);
      if (at_slave.size() != 0)
        slave_response_o <= answer(at_slave[0].write, at_slave[0].address);
      cycle++;
    end
  end

  initial begin
    rst_no                 = 1'b0;
    request_valid_o        = '0;
    request_o              = '0;
    response_ready_o       = '0;
    slave_request_ready_o  = 1'b0;
    slave_response_valid_o = 1'b0;
    slave_response_o       = '0;
    for (int unsigned m = 0; m < Masters; m++) begin
      answered[m] = 0;
      waited[m]   = 0;
    end
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (3) @(negedge clk_o);
    rst_no = 1'b1;
    while (cycle < Cycles) @(negedge clk_o);
    for (int unsigned m = 0; m < Masters; m++) begin
      if (asked[m].size() != 0) $fatal(1, "master %0d: answers are missing", m);
      if (answered[m] < 32'(Enough[m])) $fatal(1, "master %0d: %0d answers", m, answered[m]);
      $display("master %0d: %0d answers", m, answered[m]);
    end
    if (several < 1000) $fatal(1, "hardly ever several");
    $display("PASS %s", Bench);
    $finish;
  end

endmodule
