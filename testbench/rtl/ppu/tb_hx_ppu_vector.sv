// Bench of the vector unit against the C model: published sequences and random programs.
// SPDX-License-Identifier: Apache-2.0
//
// +input=FILE comes from tb_hx_ppu_vector.c, with the format. The bench plays the scalar core: every
// instruction takes a cycle, vector instructions wait for ready, sync for idle and takes two. Each
// program runs twice: with buses that answer in the next cycle, where the issue cycle of every
// instruction must be the model's, and with slow ones, where only the results must be. Prints
// the cycles a repeat of the published sequences, measured | published.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_ppu_vector
  import hx_ppu_vector_pkg::*;
;

  localparam int unsigned WindowWords = 1024;
  localparam int unsigned Rows = 64;

  logic             clk = 1'b0;
  logic             rst_n = 1'b0;
  logic             ready;
  logic             valid = 1'b0;
  logic [     31:0] word = '0;
  logic [     31:0] base = '0;
  logic [     31:0] offset = '0;
  logic             idle;
  logic             serial_valid;
  logic             serial_write;
  logic [     31:0] serial_address;
  logic [     31:0] serial_out;
  logic             serial_accept;
  logic             serial_response = 1'b0;
  logic [     31:0] serial_in = '0;
  logic             row_valid;
  logic             row_write;
  logic [     31:0] row_address;
  mask_t            row_enable;
  vector_t          row_out;
  logic             row_accept;
  logic             row_response = 1'b0;
  vector_t          row_in = '0;

  hx_ppu_vector dut (
      .clk_i            (clk),
      .rst_ni           (rst_n),
      .ready_o          (ready),
      .valid_i          (valid),
      .word_i           (word),
      .base_i           (base),
      .offset_i         (offset),
      .idle_o           (idle),
      .serial_valid_o   (serial_valid),
      .serial_write_o   (serial_write),
      .serial_address_o (serial_address),
      .serial_data_o    (serial_out),
      .serial_accept_i  (serial_accept),
      .serial_response_i(serial_response),
      .serial_data_i    (serial_in),
      .row_valid_o      (row_valid),
      .row_write_o      (row_write),
      .row_address_o    (row_address),
      .row_enable_o     (row_enable),
      .row_data_o       (row_out),
      .row_accept_i     (row_accept),
      .row_response_i   (row_response),
      .row_data_i       (row_in)
  );

  always #2 clk = !clk;

  // --- buses: memory window at byte 0x2000, rows -------------------------------------------------

  logic [31:0] window[WindowWords];
  vector_t     rows  [Rows];
  logic        slow = 1'b0;
  logic [ 1:0] accepts = 2'b11;  // of serial and row bus in this cycle
  logic [31:0] serial_waiting[$];
  vector_t     rows_waiting[$];

  assign serial_accept = accepts[0];
  assign row_accept    = accepts[1];

  always @(posedge clk) begin
    if (rst_n && serial_valid && serial_accept) begin
      if (serial_address[31:12] != 20'h2 || serial_address[1:0] != '0) $fatal(1, "serial address");
      if (serial_write) window[serial_address[11:2]] = serial_out;
      serial_waiting.push_back(window[serial_address[11:2]]);
    end
    if (rst_n && row_valid && row_accept) begin
      if (row_address >= Rows) $fatal(1, "row address");
      if (row_write) begin
        for (int i = 0; i < int'(Bytes); i++) begin
          if (row_enable[i]) rows[row_address[5:0]][8*i+:8] = row_out[8*i+:8];
        end
      end
      rows_waiting.push_back(rows[row_address[5:0]]);
    end
    serial_response <= 1'b0;
    row_response    <= 1'b0;
    if (serial_waiting.size() != 0 && !(slow && $urandom_range(3) == 0)) begin
      serial_response <= 1'b1;
      serial_in       <= serial_waiting[0];
      void'(serial_waiting.pop_front());
    end
    if (rows_waiting.size() != 0 && !(slow && $urandom_range(3) != 0)) begin
      row_response <= 1'b1;
      row_in       <= rows_waiting[0];
      void'(rows_waiting.pop_front());
    end
    accepts <= slow ? 2'($urandom) : 2'b11;
  end

  // --- programs ----------------------------------------------------------------------------------

  typedef struct {
    byte         kind;
    logic [31:0] word;
    logic [31:0] base;
    logic [31:0] offset;
    int          cycle;
  } instruction_t;

  instruction_t program_ops[$];
  vector_t      registers[32];
  logic [31:0]  accumulator[Halfwords];
  condition_t   conditions;
  vector_t      window_after[32];
  vector_t      rows_after[Rows];
  int           file;
  int           errors = 0;
  int           cycle = 0;
  int           drained = 0;  // cycle from which sync may issue

  function automatic logic [31:0] hash(int place);
    logic [31:0] x = 32'(place + 1) * 32'h9e3779b1;
    x ^= x >> 15;
    x *= 32'h85ebca6b;
    return x ^ x >> 13;
  endfunction

  function automatic vector_t hash_vector(int place);
    for (int i = 0; i < int'(Words); i++) hash_vector[32*(int'(Words)-1-i)+:32] = hash(place + i);
  endfunction

  task automatic fail(string name, string what, int place);
    errors++;
    if (errors <= 20) $display("FAIL %s: %s %0d, cycle %0d", name, what, place, cycle);
  endtask

  function automatic logic [31:0] read_word();
    if ($fscanf(file, " %h", read_word) != 1) $fatal(1, "word expected");
  endfunction

  function automatic vector_t read_vector();
    for (int i = int'(Words) - 1; i >= 0; i--) read_vector[32*i+:32] = read_word();
  endfunction

  task automatic read_program();
    instruction_t op;
    program_ops.delete();
    forever begin
      if ($fscanf(file, " %c %h %h %h %h", op.kind, op.word, op.base, op.offset, op.cycle) != 5)
        $fatal(1, "instruction expected");
      if (op.kind == "E") break;
      program_ops.push_back(op);
    end
    for (int i = 0; i < 32; i++) registers[i] = read_vector();
    for (int i = 0; i < int'(Halfwords); i++) accumulator[i] = read_word();
    for (int i = 0; i < 12; i++) conditions = {conditions[11*32-1:0], read_word()};
    for (int i = 0; i < 32; i++) window_after[i] = read_vector();
    for (int i = 0; i < int'(Rows); i++) rows_after[i] = read_vector();
  endtask

  task automatic check_state(string name);
    for (int i = 0; i < 32; i++)
      if (dut.u_registers.memory_q[i] !== registers[i]) fail(name, "register", i);
    for (int i = 0; i < int'(Halfwords); i++)
      if (dut.u_madd.acc_q[int'(Halfwords)-1-i] !== accumulator[i]) fail(name, "accumulator", i);
    if (dut.u_compare.vcr_q !== conditions)
      fail(name, "condition register", 0);
    for (int i = 0; i < int'(WindowWords); i++)
      if (window[i] !== window_after[i/32][32*(31-i%32)+:32]) fail(name, "memory word", i);
    for (int i = 0; i < int'(Rows); i++) if (rows[i] !== rows_after[i]) fail(name, "row", i);
  endtask

  // The instruction issued in one cycle is handed over in the next.
  bit issue = 1'b0;
  instruction_t issued;
  always @(posedge clk) begin
    valid  <= issue;
    word   <= issued.word;
    base   <= issued.base;
    offset <= issued.offset;
  end

  task automatic step();
    @(negedge clk);
    issue = 1'b0;
    cycle++;
    if (cycle > 200_000) $fatal(1, "the unit hangs");
  endtask

  task automatic run_program(string name, bit is_slow);
    slow  = is_slow;
    rst_n = 1'b0;
    repeat (3) @(negedge clk);
    for (int i = 0; i < 32; i++) dut.u_registers.memory_q[i] = hash_vector(32 * i);
    for (int i = 0; i < int'(WindowWords); i++) window[i] = hash(32'h1000 + i);
    for (int i = 0; i < int'(Rows); i++) rows[i] = hash_vector(32'h2000 + 32 * i);
    rst_n = 1'b1;
    // The first instruction issues in the fourth cycle.
    cycle = 0;
    drained = 0;
    repeat (4) step();
    for (int i = 0; i < program_ops.size(); i++) begin
      while (program_ops[i].kind == "V" && !ready || program_ops[i].kind == "S" &&
             (!idle || cycle < drained)) step();
      // Sync waits for scalar results as well.
      if (program_ops[i].kind == "A") drained = cycle + 2;
      if (!is_slow && cycle != program_ops[i].cycle) begin
        fail(name, "issued, not in", program_ops[i].cycle);
        break;
      end
      issue = program_ops[i].kind == "V";
      issued = program_ops[i];
      step();
      if (program_ops[i].kind == "S") step();
    end
    repeat (300) step();
    check_state(name);
  endtask

  initial begin
    string path, name, last_name;
    byte   kind;
    int    repeats, fact, last_cycle, last_repeats, programs, rows_exact;
    if (!$value$plusargs("input=%s", path)) $fatal(1, "+input=FILE");
    file = $fopen(path, "r");
    programs = 0;
    rows_exact = 0;
    last_name = "";
    last_cycle = 0;
    last_repeats = 0;
    forever begin
      if ($fscanf(file, " %c %s %h %h", kind, name, repeats, fact) != 4)
        $fatal(1, "program expected");
      if (kind == "Q") break;
      read_program();
      run_program(name, 1'b1);
      run_program(name, 1'b0);
      programs++;
      if (name == last_name) begin
        real measured;
        measured = real'(cycle - last_cycle) / real'(repeats - last_repeats);
        $display("%-24s %6.2f | %5.1f", name, measured, real'(fact) / 100.0);
        if (measured - real'(fact) / 100.0 > 0.05 || measured - real'(fact) / 100.0 < -0.05)
          fail(name, "published cycles, in hundredths,", fact);
        else rows_exact++;
      end
      last_name = name;
      last_cycle = cycle;
      last_repeats = repeats;
    end
    $display("%0d programs, %0d published sequences", programs, rows_exact);
    if (programs == 0 || errors != 0) $display("FAILED: %0d errors", errors);
    else $display("PASS tb_hx_ppu_vector");
    $finish;
  end

endmodule
