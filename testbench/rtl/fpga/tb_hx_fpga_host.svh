// The host of the bench: words to the FPGA, messages and their times from it, programs.
// SPDX-License-Identifier: Apache-2.0
//
// A part of tb_hx_fpga, included there.

  logic [63:0] to_send      [$];
  longint      executed     [$];  // cycle of execution of each word of the program

  // ---------------------------------------------------------------- host, from the FPGA
  typedef struct packed {
    logic [3:0]  code;
    logic [71:0] payload;
    logic [42:0] stamp;
    longint      arrived;
  } decoded_t;
  decoded_t    decoded[$];
  logic        bits   [$];
  logic [42:0] host_time = '0;
  int unsigned words_received = 0;

  function automatic void decode(input logic [63:0] w);
    words_received++;
    if (bits.size() == 0 && w[63]) return;
    for (int i = 63; i >= 0; i--) bits.push_back(w[i]);
    while (bits.size() >= 8) begin
      logic [ 7:0] header = '0;
      logic [71:0] all = '0;  // the header drops out at the top
      int          length;
      decoded_t    d;
      for (int i = 0; i < 8; i++) header = {header[6:0], bits[i]};
      if (header > 8'h0c) begin
        $display("bad header %h", header);
        $fatal;
      end
      length = (header == 8'h0c || header == 8'h09) ? 80 : 64;
      if (bits.size() < length) return;
      for (int i = 0; i < length; i++) all = {all[70:0], bits.pop_front()};
      d.code    = header[3:0];
      d.payload = length == 80 ? all : {16'b0, all[55:0]};
      host_time = host_time + 1;
      if (d.code == 4'h5) host_time = d.payload[42:0];
      if (d.code == 4'h6) host_time = host_time + 43'(d.payload[7:0]);
      d.stamp   = host_time;
      d.arrived = cycle;
      decoded.push_back(d);
      if (d.code == 4'h2 && !d.payload[0]) host_time = '0;
      if (bits.size() > 0 && bits[0]) bits.delete();
    end
  endfunction

  function automatic void put(input logic [7:0] code, input logic [55:0] payload);
    to_send.push_back({code, payload});
  endfunction
  function automatic void put_write(input logic [31:0] address, input logic [31:0] data,
                                    input logic [3:0] enables = 4'hf);
    put(8'h0b, {19'b0, 1'b0, enables, address});
    put(8'h0c, {24'b0, data});
  endfunction
  function automatic void put_read(input logic [31:0] address);
    put(8'h0b, {19'b0, 1'b1, 4'hf, address});
  endfunction
  function automatic void put_halt();
    put(8'h0a, 56'd0);
  endfunction

  function automatic void start();
    executed.delete();
    decoded.delete();
    sent_events.delete();
    sent_events_cycle.delete();
    most_outstanding = 0;
    words_received   = 0;
  endfunction

  // Runs until the FPGA is idle again.
  task automatic run(input int unsigned limit = 20000);
    longint started = cycle;
    while (to_send.size() > 0 || !(word_ready && !starved)) begin
      @(posedge clk);
      if (cycle - started > longint'(limit)) begin
        $display("program does not end");
        $fatal;
      end
    end
    @(posedge clk);
    check(find(4'h2, 0) >= 0, "no halt");
  endtask

  function automatic int find(input logic [3:0] code, input int from);
    for (int i = from; i < decoded.size(); i++) if (decoded[i].code == code) return i;
    return -1;
  endfunction
