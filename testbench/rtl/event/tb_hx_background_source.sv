// Test of the background sources: every event and label, cycle by cycle, against a counting model.
// SPDX-License-Identifier: Apache-2.0
//
// The model counts cycles down instead of keeping deadlines and takes plain settings, not words.
// +seed=N chooses the settings.
module tb_hx_background_source;
  import hx_omnibus_pkg::request_t;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0;
  request_t access = '0;
  logic [31:0] access_data;
  logic [47:0] now = 48'hFFF0;  // the low half wraps early
  logic [7:0] valid;
  logic [7:0][13:0] label;

  hx_background_source dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .now_i(now), .event_valid_o(valid), .event_label_o(label)
  );

  bit on[8], is_random[8];
  int period[8], left[8], rate[8], mask[8], base[8];
  bit [31:0] seed[8], x[8];
  int seen = 0;
  int unsigned start_seed = 1;

  // One clock cycle; what the sources show after it must be what the model says.
  task automatic step();
    @(posedge clk);
    #1;
    now = now + 1;
    for (int s = 0; s < 8; s++) begin
      bit fire;
      int want;
      fire = 0;
      want = base[s];
      if (on[s]) begin
        left[s]--;
        if (left[s] == 0) begin
          left[s] = period[s] > 2 ? period[s] : 2;
          fire = 1;
          if (is_random[s]) begin
            x[s] ^= x[s] << 13;
            x[s] ^= x[s] >> 17;
            x[s] ^= x[s] << 5;
            fire = rate[s] > 0 && int'(x[s] >> 24) <= rate[s];
            for (int b = 0; b < 8; b++) if (mask[s][b]) want[b] = x[s][b];
          end
        end
      end
      if (valid[s] != fire) $fatal(1, "source %0d at %0d: valid %b", s, now, valid[s]);
      if (fire) begin
        seen++;
        if (int'(label[s]) != want) $fatal(1, "source %0d: label %h not %h", s, label[s], want);
      end
    end
  endtask

  task automatic write(bit [25:0] address, bit [31:0] data);
    access = '{write: 1'b1, address: address, byte_enables: '1, data: data};
    access_valid = 1'b1;
    step();
    access_valid = 1'b0;
  endtask

  task automatic check_read(bit [25:0] address, bit [31:0] data);
    access = '{write: 1'b0, address: address, byte_enables: '1, data: '0};
    access_valid = 1'b1;
    step();
    access_valid = 1'b0;
    if (access_data != data) $fatal(1, "word %h reads %h not %h", address, access_data, data);
  endtask

  initial begin
    void'($value$plusargs("seed=%d", start_seed));
    $display("seed %0d", start_seed);
    void'($urandom(start_seed));
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    // Used bits; word 0 with enable off.
    for (int k = 0; k < 24; k++) write(26'h130001 + 26'(k), 32'hFFFF_FFFE);
    for (int k = 0; k < 24; k++) begin
      check_read(26'h130001 + 26'(k), k % 3 == 0 ? 32'hFFFF_0002
                 : k % 3 == 1 ? 32'hFFFF_FFFE : 32'h3FFF_FFFE);
    end
    for (int round = 0; round < 40; round++) begin
      for (int s = 0; s < 8; s++) begin
        bit [25:0] a;
        bit [31:0] control;
        a = 26'h130001 + 26'(3 * s);
        write(a, 32'h0);
        on[s] = 0;
        is_random[s] = $urandom_range(1) != 0;
        period[s] = $urandom_range(9) == 0 ? 65535 - $urandom_range(1) : $urandom_range(12);
        rate[s] = $urandom_range(3) == 0 ? 255 * $urandom_range(1) : $urandom_range(255);
        mask[s] = $urandom_range(255);
        base[s] = $urandom_range(16383);
        seed[s] = $urandom_range(7) == 0 ? 0 : $urandom;
        control = {16'(period[s]), 14'b0, is_random[s], 1'b1};
        write(a + 1, seed[s]);
        write(a + 2, {2'b0, 14'(base[s]), 8'(rate[s]), 8'(mask[s])});
        write(a, control);
        x[s] = seed[s] == 0 ? 1 : seed[s];
        left[s] = period[s] > 2 ? period[s] : 2;
        on[s] = 1;
        // The same word again is no edge: neither seed nor period starts anew.
        write(a, control);
        check_read(a, control);
        check_read(a + 1, seed[s]);
      end
      repeat (round == 0 ? 140000 : 2000) step();
    end
    if (seen < 10000) $fatal(1, "only %0d events", seen);
    $display("PASS tb_hx_background_source (%0d events)", seen);
    $finish;
  end
endmodule
