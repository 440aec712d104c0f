// Plasticity processor with its own memories, for programs that run outside of the chip.
// SPDX-License-Identifier: Apache-2.0
//
// One SRAM behind the instruction port, the data bus and the serial bus, each with a port of its
// own: reads see the writes accepted in earlier cycles. Address bits above the memories are not
// decoded. Buses always accept and respond Latency cycles later (1: in the next cycle, which
// is the reference environment "ideal-1"). The memories are set and read from outside through
// their public arrays, so nothing wide crosses the boundary in a cycle.
module hx_ppu_alone #(
    parameter int unsigned DataLatency = 1,
    parameter int unsigned SerialLatency = 1,
    parameter int unsigned RowLatency = 1,
    parameter int unsigned Words = 4096,
    parameter int unsigned Rows = 4096
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [3:0] pins_i,
    input logic       doorbell_i,

    output logic        issue_o,          // an instruction issues in this cycle
    output logic [29:0] issue_address_o,  // its word address
    output logic [31:0] issue_word_o,

    output logic        sleep_o,
    output logic [63:0] cycles_o,  // edges behind reset
    output logic [63:0] issued_o,
    output logic [63:0] branches_o,
    output logic [63:0] missed_taken_o,
    output logic [63:0] missed_not_taken_o,
    output logic [3:0]  pins_o,
    output logic [3:0]  pins_enable_o
);

  localparam int unsigned WordBits = $clog2(Words), RowBits = $clog2(Rows);

  logic [31:0]   words_q[Words]  /* verilator public_flat_rw */;
  logic [1023:0] rows_q[Rows]  /* verilator public_flat_rw */;

  logic        fetch, data_request, data_write, data_response, serial_request, serial_write,
               serial_response, row_request, row_write, row_response;
  logic [29:0] fetch_address;
  logic [31:0] fetch_data_q, data_address, data_out, data_in, serial_address, serial_out,
               serial_in, row_address;
  logic [3:0]  data_enable;
  logic [127:0]  row_enable;
  logic [1023:0] row_out, row_in;
  logic [31:0] quiet;
  logic        can_wake, issued, branch, missed_taken, missed_not_taken;

  hx_ppu i_ppu (
      .clk_i, .rst_ni, .fetch_o(fetch), .fetch_address_o(fetch_address), .fetch_delay_i(1'b0),
      .fetch_data_i(fetch_data_q), .data_request_o(data_request), .data_write_o(data_write),
      .data_address_o(data_address), .data_enable_o(data_enable), .data_o(data_out),
      .data_accept_i(1'b1), .data_response_i(data_response), .data_i(data_in),
      .serial_request_o(serial_request), .serial_write_o(serial_write),
      .serial_address_o(serial_address), .serial_o(serial_out), .serial_accept_i(1'b1),
      .serial_response_i(serial_response), .serial_i(serial_in), .row_request_o(row_request),
      .row_write_o(row_write), .row_address_o(row_address), .row_enable_o(row_enable),
      .row_o(row_out), .row_accept_i(1'b1), .row_response_i(row_response), .row_i(row_in),
      .pins_i, .pins_o, .pins_enable_o, .doorbell_i, .sleep_o, .can_wake_o(can_wake), .quiet_o(quiet), .slept_i('0),
      .issue_o, .issue_address_o, .issue_word_o, .issued_o(issued),
      .branch_o(branch), .missed_taken_o(missed_taken), .missed_not_taken_o(missed_not_taken)
  );

  // --- SRAM ---------------------------------------------------------------------------------
  logic        data_q, serial_q;  // a request was accepted in the previous cycle
  logic [31:0] data_read_q, serial_read_q;

  always_ff @(posedge clk_i) begin
    if (fetch) fetch_data_q <= words_q[fetch_address[WordBits-1:0]];
    data_q   <= rst_ni && data_request;
    serial_q <= rst_ni && serial_request;
    if (data_request) begin
      data_read_q <= words_q[data_address[WordBits+1:2]];
      if (data_write) begin
        for (int unsigned i = 0; i < 4; i++)
          if (data_enable[i]) words_q[data_address[WordBits+1:2]][8*i+:8] <= data_out[8*i+:8];
      end
    end
    if (serial_request) begin
      serial_read_q <= words_q[serial_address[WordBits+1:2]];
      if (serial_write) words_q[serial_address[WordBits+1:2]] <= serial_out;
    end
  end

  hx_ppu_delay #(.Width(32), .Cycles(DataLatency - 1)) i_data_delay (
      .clk_i, .rst_ni, .valid_i(data_q), .data_i(data_read_q), .valid_o(data_response),
      .data_o(data_in)
  );
  hx_ppu_delay #(.Width(32), .Cycles(SerialLatency - 1)) i_serial_delay (
      .clk_i, .rst_ni, .valid_i(serial_q), .data_i(serial_read_q), .valid_o(serial_response),
      .data_o(serial_in)
  );

  // --- rows ---------------------------------------------------------------------------------
  logic          row_q;
  logic [1023:0] row_read_q, row_bits;

  always_comb begin
    row_bits = '0;
    if (row_request && row_write)
      for (int unsigned i = 0; i < 128; i++) row_bits[8*i+:8] = {8{row_enable[i]}};
  end

  always_ff @(posedge clk_i) begin
    row_q <= rst_ni && row_request;
    if (row_request) begin
      row_read_q <= rows_q[row_address[RowBits-1:0]];
      if (row_write)
        rows_q[row_address[RowBits-1:0]] <=
            (rows_q[row_address[RowBits-1:0]] & ~row_bits) | (row_out & row_bits);
    end
  end

  hx_ppu_delay #(.Width(1024), .Cycles(RowLatency - 1)) i_row_delay (
      .clk_i, .rst_ni, .valid_i(row_q), .data_i(row_read_q), .valid_o(row_response),
      .data_o(row_in)
  );

  // --- counters -----------------------------------------------------------------------------
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      cycles_o           <= '0;
      issued_o           <= '0;
      branches_o         <= '0;
      missed_taken_o     <= '0;
      missed_not_taken_o <= '0;
    end else begin
      cycles_o <= cycles_o + 64'd1;
      if (issued) issued_o <= issued_o + 64'd1;
      if (branch) begin
        branches_o         <= branches_o + 64'd1;
        missed_taken_o     <= missed_taken_o + 64'(missed_taken);
        missed_not_taken_o <= missed_not_taken_o + 64'(missed_not_taken);
      end
    end
  end

  logic unused;
  assign unused = &{1'b0, can_wake, quiet, fetch_address[29:WordBits], data_address[31:WordBits+2],
                    data_address[1:0], serial_address[31:WordBits+2], serial_address[1:0],
                    row_address[31:RowBits]};

endmodule
