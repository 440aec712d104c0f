// Test of the synapse array access unit: latency, one access a cycle, conversions, resets.
// SPDX-License-Identifier: Apache-2.0
//
// The array is a word memory whose CADC addresses return the number of conversions so far. Pins
// change at the falling edge. Cycle of a request: the one in which it is taken.
// +seed=N chooses the random part.
module tb_hx_synapse_access;
  import hx_omnibus_pkg::*;

  localparam logic [25:0] Array = 26'h3C0_0000;  // bottom half
  localparam logic [25:0] Config = 26'h340_1000;
  localparam longint unsigned Default = 390;     // sense 1, wait 100, dead time 20
  localparam longint unsigned Latency = 5;       // queue 1, array 4

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic request_valid = 1'b0, request_ready, response_valid, response_ready = 1'b1;
  request_t request = '0;
  response_t response;
  logic [11:0] sense_delay = 12'd1;
  logic [47:0] now = '0;
  logic word_valid, word_write, convert, reset_valid;
  logic [3:0] word_block, word_byte_enables;
  logic [21:0] word_offset;
  logic [31:0] word_write_data, word_data = '0;
  logic [8:0] row;
  logic [5:0] reset_quad;
  logic [3:0] reset_entries;
  logic row_request = 1'b0, row_write = 1'b0, row_done, row_valid;
  logic [21:0] row_address = '0, row_offset;
  logic [127:0] row_enable = '1, row_reset;
  logic [1023:0] row_write_data = '0;
  logic row_reset_valid, row_reset_parity;

  hx_synapse_access #(.Half(1)) dut (
      .clk_i(clk), .rst_ni(rst_n), .request_valid_i(request_valid), .request_i(request),
      .request_ready_o(request_ready), .response_valid_o(response_valid), .response_o(response),
      .response_ready_i(response_ready), .sense_delay_i(sense_delay), .now_i(now),
      .word_valid_o(word_valid), .word_write_o(word_write), .word_block_o(word_block),
      .word_offset_o(word_offset), .word_byte_enables_o(word_byte_enables),
      .word_data_o(word_write_data), .word_data_i(word_data), .cadc_convert_o(convert),
      .cadc_row_o(row), .array_reset_valid_o(reset_valid), .array_reset_quad_o(reset_quad),
      .array_reset_entries_o(reset_entries), .row_request_i(row_request), .row_write_i(row_write),
      .row_address_i(row_address), .row_enable_i(row_enable), .row_data_i(row_write_data),
      .row_done_o(row_done), .row_valid_o(row_valid), .row_offset_o(row_offset),
      .row_reset_valid_o(row_reset_valid), .row_reset_parity_o(row_reset_parity),
      .row_reset_o(row_reset)
  );

  always_ff @(posedge clk) now <= now + 1'b1;

  // ------------------------------------------------------------------ array and answers
  logic [31:0] memory[logic [25:0]];
  int unsigned conversions = 0, resets = 0;
  longint unsigned convert_at = 0;
  logic [8:0] convert_row = '0;
  logic [5:0] last_quad = '0;
  logic [3:0] last_entries = '0;

  initial forever begin
    @(negedge clk);
    word_data = $urandom;  // valid for one edge only
    if (rst_n && convert) begin
      conversions++;
      convert_at = 64'(now);
      convert_row = row;
    end
    if (rst_n && reset_valid) begin
      resets++;
      last_quad = reset_quad;
      last_entries = reset_entries;
    end
    if (rst_n && word_valid) begin
      if (word_block != 4'd1 && word_block != 4'd3) $fatal(1, "block %0d", word_block);
      if (word_write) begin
        logic [31:0] value;
        value = memory.exists({word_block, word_offset}) != 0 ? memory[{word_block, word_offset}]
              : '0;
        for (int unsigned b = 0; b < 4; b++)
          if (word_byte_enables[b]) value[8*b+:8] = word_write_data[8*b+:8];
        memory[{word_block, word_offset}] = value;
      end else if (word_block == 4'd1 && word_offset[19]) begin
        word_data = conversions;
      end else begin
        word_data = memory.exists({word_block, word_offset}) != 0
                  ? memory[{word_block, word_offset}] : '0;
      end
    end
  end

  typedef struct packed {
    response_t response;
    logic [63:0] cycle;
  } answer_t;
  answer_t answers[$];
  initial forever begin
    @(posedge clk);
    if (rst_n && response_valid && response_ready) answers.push_back({response, 64'(now)});
  end

  // Returns the cycle in which the request was taken.
  task automatic send(input logic is_write, input logic [25:0] address, input logic [3:0] enables,
                      input logic [31:0] data, output longint unsigned cycle);
    logic taken;
    request_valid = 1'b1;
    request = {is_write, address, enables, data};
    taken = 1'b0;
    while (!taken) begin
      @(posedge clk);
      taken = request_ready;
      cycle = 64'(now);
      @(negedge clk);
    end
    request_valid = 1'b0;
  endtask

  task automatic expect_answer(input logic is_write, input logic [31:0] data,
                               input longint unsigned cycle);
    answer_t got;
    while (answers.size() == 0) @(negedge clk);
    got = answers.pop_front();
    if (got.response != {is_write, data})
      $fatal(1, "answer %h, not %h", got.response, {is_write, data});
    if (cycle != 0 && got.cycle != cycle)
      $fatal(1, "answer in cycle %0d, not %0d", got.cycle, cycle);
  endtask

  task automatic write(input logic [25:0] address, input logic [31:0] data);
    longint unsigned t;
    send(1'b1, address, 4'hF, data, t);
    expect_answer(1'b1, '0, t + Latency);
  endtask

  // Reads behind each other in consecutive cycles: trigger or not, then 32 buffered.
  task automatic check_conversion(input longint unsigned extra, input int unsigned number,
                                  input logic trigger);
    longint unsigned first, t;
    send(1'b0, Array + (trigger ? 26'h0C_0000 : 26'h2C_0000) + 26'(77 * 64 + 5), 4'hF, '0, first);
    for (int unsigned i = 0; i < 32; i++) begin
      send(1'b0, Array + 26'h28_0000 + 26'(77 * 64) + 26'(i), 4'hF, '0, t);
      if (t != first + 64'(i) + 1) $fatal(1, "request %0d had to wait", i);
    end
    expect_answer(1'b0, number, first + Latency + extra);
    for (int unsigned i = 0; i < 32; i++)
      expect_answer(1'b0, number, first + Latency + extra + 64'(i) + 1);
    if (conversions != number) $fatal(1, "%0d conversions, not %0d", conversions, number);
    // The trigger is at the head of the queue one cycle after it was taken.
    if (extra != 0 && convert_at != first + 2 + 64'(sense_delay))
      $fatal(1, "sampled %0d cycles after the request", convert_at - first);
    if (extra != 0 && convert_row != 9'd77) $fatal(1, "row %0d", convert_row);
  endtask

  logic [31:0] model[64] = '{default: '0};
  task automatic random_accesses();
    // verilator lint_off UNUSEDSIGNAL
    longint unsigned t;  // the pauses make the cycle unknown
    // verilator lint_on UNUSEDSIGNAL
    response_t expected[$];
    fork
      begin
        for (int unsigned i = 0; i < 4000; i++) begin
          logic is_write;
          logic [5:0] place;
          logic [3:0] enables;
          logic [31:0] data;
          is_write = 1'($urandom);
          place = 6'($urandom);
          enables = 4'($urandom);
          data = $urandom;
          expected.push_back({is_write, is_write ? 32'd0 : model[place]});
          for (int unsigned b = 0; b < 4; b++)
            if (is_write && enables[b]) model[place][8*b+:8] = data[8*b+:8];
          send(is_write, Array + 26'h4_0000 + 26'(place), enables, data, t);
          if ($urandom_range(15, 0) == 0) repeat ($urandom_range(30, 0)) @(negedge clk);
        end
      end
      begin
        for (int unsigned i = 0; i < 4000; i++) begin
          while (answers.size() == 0) begin
            @(negedge clk);
            response_ready = $urandom_range(2, 0) == 0;
          end
          expect_answer(expected[0].write, expected[0].data, 0);
          void'(expected.pop_front());
        end
      end
    join
    response_ready = 1'b1;
  endtask

  // ------------------------------------------------------------------ rows
  int unsigned rows = 0, row_resets = 0;
  logic [21:0] last_offset = '0;
  logic [127:0] last_reset = '0;
  logic last_parity = 1'b0;
  initial forever begin
    @(negedge clk);
    if (rst_n && row_valid) begin
      rows++;
      last_offset = row_offset;
    end
    if (rst_n && row_reset_valid) begin
      row_resets++;
      last_reset = row_reset;
      last_parity = row_reset_parity;
    end
  end

  // One row access; it must be done `cycles` after the cycle of the request (0: any).
  task automatic access_row(input logic is_write, input logic [21:0] address,
                            input int unsigned cycles);
    int unsigned waited;
    waited = 0;
    row_request = 1'b1;
    row_write = is_write;
    row_address = address;
    while (!row_done) begin
      @(negedge clk);
      waited++;
      if (waited > 3000) $fatal(1, "row %h is never done", address);
    end
    if (cycles != 0 && waited != cycles) $fatal(1, "row %h after %0d cycles", address, waited);
    row_request = 1'b0;
    while (row_done) @(negedge clk);
  endtask

  task automatic check_rows();
    // verilator lint_off UNUSEDSIGNAL
    longint unsigned t;
    // verilator lint_on UNUSEDSIGNAL
    int unsigned so_far;
    logic [127:0] want;
    so_far = conversions;
    access_row(1'b0, 22'h4_0000 + 22'd11, 3);
    if (rows != 1 || last_offset != 22'h4_0000 + 22'd352) $fatal(1, "offset %h", last_offset);
    if (conversions != so_far) $fatal(1, "labels do not convert");
    access_row(1'b0, 22'h8_0000 + 22'd7, 3 + 390);
    if (conversions != so_far + 1 || convert_row != 9'd3) $fatal(1, "row %0d", convert_row);
    access_row(1'b0, 22'h2C_0000 + 22'd7, 3);
    access_row(1'b1, 22'h8_0000 + 22'd7, 3);
    if (conversions != so_far + 1) $fatal(1, "no trigger, but a conversion");
    // Neurons: by byte enables, or also by data.
    for (int unsigned w = 0; w < 32; w++) row_write_data[32*w+:32] = $urandom;
    for (int unsigned w = 0; w < 4; w++) row_enable[32*w+:32] = $urandom;
    so_far = rows;
    access_row(1'b1, 22'h9_0000 + 22'd513, 3);
    if (row_resets != 1 || !last_parity || last_reset != row_enable) $fatal(1, "reset by enables");
    access_row(1'b1, 22'h8_0000 + 22'd512, 3);
    want = row_enable;
    for (int unsigned i = 0; i < 128; i++) want[i] = want[i] && row_write_data[8*i+1];
    if (row_resets != 2 || last_parity || last_reset != want) $fatal(1, "reset by data");
    if (rows != so_far) $fatal(1, "a reset at the row port");
    row_enable = '1;
    // Words and rows that all trigger: each gets a conversion of its own, none starves.
    so_far = conversions;
    fork
      for (int unsigned i = 0; i < 4; i++) access_row(1'b0, 22'h8_0000 + 22'd20, 0);
      begin
        for (int unsigned i = 0; i < 3; i++)
          send(1'b0, Array + 26'h08_0000 + 26'(64 * i), 4'hF, '0, t);
      end
    join
    while (answers.size() != 3) @(negedge clk);
    answers.delete();
    if (conversions != so_far + 7) $fatal(1, "%0d conversions, not 7", conversions - so_far);
    // A row that goes away while it converts leaves its conversion to nobody.
    so_far = conversions;
    row_request = 1'b1;
    row_write = 1'b0;
    row_address = 22'hC_0000 + 22'd40;
    repeat (100) @(negedge clk);
    row_request = 1'b0;
    repeat (10) @(negedge clk);
    send(1'b0, Array + 26'h08_0000, 4'hF, '0, t);
    access_row(1'b0, 22'hC_0000 + 22'd42, 0);
    while (answers.size() != 1) @(negedge clk);
    answers.delete();
    if (conversions != so_far + 3) $fatal(1, "%0d conversions, not 3", conversions - so_far);
  endtask

  // A row is withdrawn after so many cycles and another one asked for `pause` cycles later: the
  // second has a conversion of its own, of its own row, and the first leaves nothing behind.
  task automatic check_withdrawn(input int unsigned cycles, input int unsigned pause);
    int unsigned converted, served;
    logic was_done;
    converted = conversions;
    served = rows;
    row_request = 1'b1;
    row_write = 1'b0;
    row_address = 22'hC_0000 + 22'd40;
    was_done = 1'b0;
    repeat (cycles) begin
      @(negedge clk);
      was_done = was_done || row_done;
    end
    row_request = 1'b0;
    repeat (pause) @(negedge clk);
    access_row(1'b0, 22'hC_0000 + 22'd42, 0);
    if (convert_row != 9'd21)
      $fatal(1, "withdrawn after %0d: the second has row %0d", cycles, convert_row);
    if (conversions != converted + (cycles > 1 ? 2 : 1))
      $fatal(1, "withdrawn after %0d: %0d conversions", cycles, conversions - converted);
    // What reached the row port is not called back.
    if (rows != served + (cycles >= 3 + 389 ? 2 : 1))
      $fatal(1, "withdrawn after %0d: %0d rows", cycles, rows - served);
    if (was_done != (cycles >= 3 + 390))
      $fatal(1, "withdrawn after %0d: done %b", cycles, was_done);
  endtask

  initial begin
    int unsigned seed;
    longint unsigned t;
    if (!$value$plusargs("seed=%d", seed)) seed = 1;
    $display("seed %0d", seed);
    void'($urandom(seed));
    repeat (4) @(negedge clk);
    rst_n = 1'b1;
    @(negedge clk);

    // Registers and memory.
    send(1'b0, Config, 4'hF, '0, t);
    expect_answer(1'b0, 32'h0001_4640, t + Latency);
    write(Array + 26'h26A0, 32'h0000_3F00);
    send(1'b0, Array + 26'h26A0, 4'hF, '0, t);
    expect_answer(1'b0, 32'h0000_3F00, t + Latency);
    write(26'h340_0001, 32'h85);
    send(1'b0, 26'h340_0001, 4'hF, '0, t);
    expect_answer(1'b0, 32'h85, t + Latency);
    if (memory[{4'd3, 22'd1}] != 32'h85) $fatal(1, "offset memory");

    // Off: nothing converts, nothing waits.
    check_conversion(0, 0, 1'b1);
    write(Config, 32'hFFF1_4641);
    send(1'b0, Config, 4'hF, '0, t);
    expect_answer(1'b0, 32'h0001_4641, t + Latency);
    check_conversion(Default, 1, 1'b1);
    check_conversion(0, 1, 1'b0);
    sense_delay = 12'd50;
    check_conversion(Default + 49, 2, 1'b1);
    write(Config, 32'h0000_0031);  // reset wait 3, no dead time
    check_conversion(50 + 3 + 256 + 13, 3, 1'b1);
    sense_delay = 12'd0;
    write(Config, 32'h0001_4641);

    // Two triggers in a row: two conversions.
    send(1'b0, Array + 26'h08_0000, 4'hF, '0, t);
    send(1'b0, Array + 26'h0C_0000, 4'hF, '0, t);
    expect_answer(1'b0, 32'd4, t - 1 + Latency + 389);
    expect_answer(1'b0, 32'd5, t - 1 + Latency + 389 + 390);
    // Writes and other views do not trigger.
    write(Array + 26'h08_0000, 32'd1);
    write(Array + 26'h09_0000, 32'd1);
    if (resets != 0) $fatal(1, "correlation reset resets neurons");
    write(Array + 26'h09_4000 + 26'd37, 32'd1);
    if (resets != 1 || last_quad != 6'd37) $fatal(1, "%0d resets, quad %0d", resets, last_quad);
    if (last_entries != 4'hF) $fatal(1, "entries %b", last_entries);
    // Byte enables choose; at row 256 of the results bit 1 of each byte does as well.
    send(1'b1, Array + 26'h09_4000 + 26'd5, 4'b1001, '0, t);
    expect_answer(1'b1, '0, t + Latency);
    if (resets != 2 || last_quad != 6'd5 || last_entries != 4'b1001)
      $fatal(1, "%0d resets, quad %0d, entries %b", resets, last_quad, last_entries);
    send(1'b1, Array + 26'h08_4000 + 26'd6, 4'b0111, 32'h0203_0102, t);
    expect_answer(1'b1, '0, t + Latency);
    if (resets != 3 || last_quad != 6'd6 || last_entries != 4'b1010)
      $fatal(1, "%0d resets, quad %0d, entries %b", resets, last_quad, last_entries);
    send(1'b1, Array + 26'h08_4000 + 26'd6, 4'b1111, 32'h0101_0101, t);
    expect_answer(1'b1, '0, t + Latency);
    if (resets != 3) $fatal(1, "a reset that was not asked for");
    send(1'b0, Array + 26'h0F_0000, 4'hF, '0, t);
    while (answers.size() == 0) @(negedge clk);
    void'(answers.pop_front());
    if (conversions != 5) $fatal(1, "%0d conversions", conversions);

    sense_delay = 12'd1;
    check_rows();
    for (int unsigned pause = 1; pause < 4; pause++) begin
      for (int unsigned cycles = 1; cycles < 7; cycles++) check_withdrawn(cycles, pause);
      for (int unsigned cycles = 386; cycles < 396; cycles++) check_withdrawn(cycles, pause);
    end
    random_accesses();
    $display("PASS tb_hx_synapse_access");
    $finish;
  end

  initial begin
    #4_000_000;
    $fatal(1, "still running");
  end

endmodule
