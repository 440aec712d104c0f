// Bench of masters that take turns on one port: order, routing of answers, no starvation.
// SPDX-License-Identifier: Apache-2.0
//
// The slave answers every request with a function of its address after a random time. Random
// numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_omnibus_turns;
  import hx_omnibus_pkg::*;

  logic            clk = 1'b0;
  logic            rst_n = 1'b0;
  logic      [2:0] request_valid = '0;
  request_t [3:0]  request = '0;
  request_t        ports[3];
  for (genvar m = 0; m < 3; m++) begin : gen_port
    assign ports[m] = request[m];
  end
  logic      [2:0] request_ready, response_valid;
  logic      [2:0] response_ready = '0;
  logic            slave_request_valid;
  request_t        slave_request;
  logic            slave_request_ready = 1'b0;
  logic            slave_response_valid = 1'b0;
  response_t       slave_response = '0;
  logic            slave_response_ready;
  always #2 clk = !clk;

  hx_omnibus_turns #(.Masters(3), .Limit(8)) dut (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(request_valid), .request_i(ports),
      .request_ready_o(request_ready), .response_valid_o(response_valid),
      .response_ready_i(response_ready), .request_valid_o(slave_request_valid),
      .request_o(slave_request), .request_ready_i(slave_request_ready),
      .response_valid_i(slave_response_valid), .response_ready_o(slave_response_ready)
  );

  request_t    asked[4][$];   // of each master
  request_t    at_slave[$];
  int unsigned answered[4] = '{0, 0, 0, 0};

  function automatic response_t answer(input logic write, input logic [25:0] address);
    return '{write: write, data: 32'(address) * 32'd2654435761};
  endfunction

  logic [25:0] next_address = '0;
  function automatic request_t draw();
    // Distinct addresses: every answer can belong to one request only.
    next_address++;
    return '{write: 1'($urandom), address: next_address, byte_enables: 4'($urandom), data: $urandom};
  endfunction

  int unsigned seed = 1;
  int unsigned both = 0, patience[4] = '{0, 0, 0, 0};
  int unsigned cycle = 0;
  localparam int unsigned Cycles = 20000;

  // Looks at what this edge does, then sets the inputs of the next.
  always @(posedge clk) begin
    if (rst_n) begin
      logic [2:0] taken;
      logic       answered_now;
      taken = request_valid & request_ready;
      answered_now = slave_response_valid && slave_response_ready;
      for (int unsigned m = 0; m < 3; m++) begin
        if (taken[m]) asked[m].push_back(request[m]);
        if (response_valid[m] && response_ready[m]) begin
          if (asked[m].size() == 0) $fatal(1, "master %0d did not ask", m);
          if (slave_response != answer(asked[m][0].write, asked[m][0].address))
            $fatal(1, "master %0d: wrong answer", m);
          void'(asked[m].pop_front());
          answered[m]++;
        end
      end
      if ($countones(request_ready) > 1 || $countones(response_valid) > 1) $fatal(1, "several at a time");
      if (waits && (!slave_request_valid || slave_request != waiting))
        $fatal(1, "a waiting request changed");
      waits   = slave_request_valid && !slave_request_ready;
      waiting = slave_request;
      if (slave_request_valid && slave_request_ready) at_slave.push_back(slave_request);
      if (answered_now) void'(at_slave.pop_front());

      // A request stays until it is taken.
      for (int unsigned m = 0; m < 3; m++) begin
        if (taken[m] || !request_valid[m]) begin
          request_valid[m] <= (m == 0 || $urandom % (m == 1 ? 20 : 90) == 0) && cycle < Cycles - 1000;
          request[m] <= draw();
        end
      end
      if ($countones(request_valid) > 1) both++;
      // Nobody waits for longer than the turns of the others.
      for (int unsigned m = 0; m < 3; m++) begin
        patience[m] = request_valid[m] && !request_ready[m] ? patience[m] + 1 : 0;
        if (patience[m] > 300) $fatal(1, "master %0d starves", m);
      end
      slave_request_ready  <= $urandom % 3 != 0;
      response_ready       <= {2'b11, $urandom % 4 != 0};
      slave_response_valid <= at_slave.size() != 0 &&
          (slave_response_valid && !answered_now || $urandom % 3 != 0);
      if (at_slave.size() != 0)
        slave_response <= answer(at_slave[0].write, at_slave[0].address);
      cycle++;
    end
  end

  logic     waits = 1'b0;  // the slave was not ready for this request
  request_t waiting = '0;

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (3) @(negedge clk);
    rst_n = 1'b1;
    while (cycle < Cycles) @(negedge clk);
    if (asked[0].size() != 0 || asked[1].size() + asked[2].size() != 0) $fatal(1, "answers are missing");
    if (answered[0] < 500 || answered[1] < 200 || answered[2] < 50) $fatal(1, "too few answers");
    if (both < 1000) $fatal(1, "hardly ever both");
    $display("PASS tb_hx_omnibus_turns: %0d, %0d and %0d answers", answered[0], answered[1],
             answered[2]);
    $finish;
  end

endmodule
