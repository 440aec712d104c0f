// Test of the Omnibus split and of the slave adaptor: order, overlap, no loss.
// SPDX-License-Identifier: Apache-2.0
//
// Slaves 0 and 1 take many requests and answer each after a random time, slave 1 slowly; slave 2
// is an hx_omnibus_slave in front of a 16-word register file. The master sends random requests
// without waiting and takes answers with random pauses. Answers must come in order with the
// right data; and two slow slaves asked one after the other must work at the same time.
// +seed=N chooses the random part.
module tb_hx_omnibus_split;
  import hx_omnibus_pkg::*;

  localparam int unsigned Slaves = 3;
  localparam int unsigned Requests = 20000;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic request_valid = 1'b0, request_ready, response_valid, response_ready = 1'b0;
  request_t request = '0;
  // verilator lint_off UNUSEDSIGNAL
  request_t slave_request, access;  // the models look at some fields
  // verilator lint_on UNUSEDSIGNAL
  response_t response;
  logic [1:0] select = '0;
  logic [Slaves-1:0] slave_request_valid, slave_request_ready, slave_response_valid;
  logic [Slaves-1:0] slave_response_ready;
  response_t slave_response[Slaves];
  // The simulator takes note of unpacked arrays at clock edges only: a register in between.
  response_t [1:0] slow_response = '0;
  response_t [1:0] slow_response_q = '0;
  logic [1:0] slow_valid = '0, slow_valid_q = '0;
  always_ff @(negedge clk) begin
    slow_response_q <= slow_response;
    slow_valid_q <= slow_valid;
  end
  assign slave_response[0] = slow_response_q[0];
  assign slave_response[1] = slow_response_q[1];
  assign slave_response_valid[1:0] = slow_valid_q;

  hx_omnibus_split #(.Slaves(Slaves)) dut (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(request_valid), .request_i(request),
      .select_i(select), .request_ready_o(request_ready), .response_valid_o(response_valid),
      .response_o(response), .response_ready_i(response_ready),
      .request_valid_o(slave_request_valid), .request_o(slave_request),
      .request_ready_i(slave_request_ready), .response_valid_i(slave_response_valid),
      .response_i(slave_response), .response_ready_o(slave_response_ready)
  );

  logic access_valid;
  logic [31:0] access_data;
  hx_omnibus_slave i_slave (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(slave_request_valid[2]),
      .request_i(slave_request), .request_ready_o(slave_request_ready[2]),
      .response_valid_o(slave_response_valid[2]), .response_o(slave_response[2]),
      .response_ready_i(slave_response_ready[2]), .access_valid_o(access_valid),
      .access_o(access), .access_data_i(access_data)
  );

  // The data of an access are there in the next cycle only.
  logic [31:0] file[16];
  initial file = '{default: '0};
  always_ff @(posedge clk) begin
    access_data <= 32'hDEAD_DEAD;
    if (access_valid) begin
      if (access.write) file[access.address[3:0]] <= access.data;
      access_data <= access.write ? 32'hBAD : file[access.address[3:0]];
    end
  end

  // ------------------------------------------------------------------ slow slaves
  longint unsigned cycle = 0;
  longint unsigned due[2][$];
  response_t waiting[2][$];
  longint unsigned latency[2] = '{0, 0};  // 0: random
  logic [1:0] accepts = '1;
  initial begin
    slave_request_ready[1:0] = '1;
  end
  always @(posedge clk) cycle <= cycle + 1;

  initial forever begin
    @(posedge clk);
    if (rst_n) begin
      for (int unsigned s = 0; s < 2; s++) begin
        if (slave_response_valid[s] && slave_response_ready[s]) begin
          void'(waiting[s].pop_front());
          void'(due[s].pop_front());
        end
        if (slave_request_valid[s] && slave_request_ready[s]) begin
          longint unsigned last;
          last = due[s].size() == 0 ? 0 : due[s][due[s].size()-1];
          if (cycle > last) last = cycle;
          if (latency[s] != 0) last += latency[s];
          else last += 64'($urandom_range(s == 0 ? 4 : 40, 1));
          due[s].push_back(last);
          waiting[s].push_back({slave_request.write, slave_request.write ? 32'd0 :
                                {6'd0, slave_request.address} + 32'(s)});
        end
      end
    end
    accepts = 2'($urandom);
    #1;
    for (int unsigned s = 0; s < 2; s++) begin
      slave_request_ready[s] = latency[s] != 0 || accepts[s];
      slow_valid[s] = due[s].size() != 0 && due[s][0] <= cycle;
      slow_response[s] = waiting[s].size() == 0 ? '0 : waiting[s][0];
    end
  end

  // ------------------------------------------------------------------ master
  response_t expected[$];
  logic [31:0] model[16] = '{default: '0};
  int unsigned sent = 0, received = 0, deepest = 0, pause_of_answers = 2;
  longint unsigned last_answer = 0;

  initial forever begin
    @(posedge clk);
    if (response_valid && response_ready) begin
      response_t want;
      if (expected.size() == 0) $fatal(1, "answer without a request");
      want = expected.pop_front();
      if (want != response) $fatal(1, "answer %0d is %h, not %h", received, response, want);
      received++;
      last_answer = cycle;
    end
    #1 response_ready = $urandom_range(pause_of_answers, 0) == 0;
  end

  task automatic send(input logic [1:0] slave, input logic is_write, input logic [25:0] address,
                      input logic [31:0] data);
    logic taken;
    request_valid = 1'b1;
    select = slave;
    request = {is_write, address, 4'hF, data};
    // Pins change at the falling edge, ready counts at the rising edge.
    taken = 1'b0;
    while (!taken) begin
      @(posedge clk);
      taken = request_ready;
      if (!taken) @(negedge clk);
    end
    if (slave == 2) begin
      expected.push_back({is_write, is_write ? 32'd0 : model[address[3:0]]});
      if (is_write) model[address[3:0]] = data;
    end else begin
      expected.push_back({is_write, is_write ? 32'd0 : {6'd0, address} + 32'(slave)});
    end
    sent++;
    if (expected.size() > deepest) deepest = expected.size();
    @(negedge clk);
    request_valid = 1'b0;
  endtask

  initial begin
    int unsigned seed;
    longint unsigned start;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (4) @(posedge clk);
    @(negedge clk);
    rst_n = 1'b1;
    for (int unsigned i = 0; i < Requests; i++) begin
      send(2'($urandom_range(2, 0)), 1'($urandom), 26'($urandom), $urandom);
      if ($urandom_range(63, 0) == 0) repeat ($urandom_range(300, 0)) @(negedge clk);
    end
    while (received != sent) @(posedge clk);
    if (deepest < 60) $fatal(1, "only %0d requests were on their way", deepest);

    // Two slow slaves work at the same time.
    pause_of_answers = 0;
    latency = '{390, 390};
    repeat (4) @(negedge clk);
    start = cycle;
    send(2'd0, 1'b0, 26'd1, '0);
    send(2'd1, 1'b0, 26'd2, '0);
    send(2'd2, 1'b0, 26'd3, '0);
    while (received != sent) @(posedge clk);
    if (last_answer - start > 400) $fatal(1, "no overlap: %0d cycles", last_answer - start);
    $display("PASS tb_hx_omnibus_split: %0d answers, %0d deep", received, deepest);
    $finish;
  end

  initial begin
    #20_000_000;
    $fatal(1, "still running");
  end

endmodule
