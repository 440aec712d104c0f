// Bench of the stored words: random writes and reads against a memory of the bench.
// SPDX-License-Identifier: Apache-2.0
//
// Addresses are drawn near both ends of each table, so that neighbours and foreign addresses are
// met. Random numbers: +seed=N.
// verilator lint_off BLKSEQ
// The bench is sequential code between the edges.
module tb_hx_fpga_storage;

  logic        clk = 1'b0;
  logic        access_valid = 1'b0;
  logic        write = 1'b0;
  logic [ 3:0] byte_enables = '0;
  logic [31:0] address = '0;
  logic [31:0] data = '0;
  logic [31:0] answer;

  hx_fpga_storage dut (
      .clk_i         (clk),
      .access_valid_i(access_valid),
      .write_i       (write),
      .byte_enables_i(byte_enables),
      .address_i     (address),
      .data_i        (data),
      .data_o        (answer)
  );

  always #4 clk = !clk;

  // first address, words, used bits, value at power-on: from the published map
  localparam int unsigned Tables = 11;
  localparam logic [31:0] Table[Tables][4] = '{
      '{32'h8000_0000, 32'h0000_8000, 32'hffff_ffff, 32'h0},  // external memory
      '{32'h8400_0000, 32'h0400_0000, 32'hffff_ffff, 32'h0},  // DRAM
      '{32'h8800_7c00, 32'h0000_0005, 32'hffff_ffff, 32'h0},  // event switch
      '{32'h8800_8000, 32'h0000_0001, 32'h0000_0001, 32'h0},  // performance test
      '{32'h8802_0000, 32'h0001_0000, 32'h0000_00ff, 32'hff},
      '{32'h8803_0000, 32'h0000_0100, 32'h0000_ffff, 32'hffff},
      '{32'h8803_8000, 32'h0000_0001, 32'h0007_ffff, 32'h0},
      '{32'h880c_0000, 32'h0000_8000, 32'h0001_ffff, 32'h0},
      '{32'h880d_0000, 32'h0001_0000, 32'h0000_ffff, 32'h0},
      '{32'h8800_7000, 32'h0000_0000, 32'h0, 32'h0},          // SPI: nothing is stored
      '{32'h8800_7800, 32'h0000_0000, 32'h0, 32'h0}           // I2C
  };

  int unsigned seed = 1;
  int unsigned hits = 0;
  int unsigned misses = 0;
  logic [31:0] model[logic [31:0]];

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    @(posedge clk);
    for (int unsigned i = 0; i < 200000; i++) begin
      logic [3:0] t = 4'($urandom % Tables);
      logic [31:0] mask = '0;
      logic [31:0] value = '0;
      address = Table[t][0] + ($urandom % 2 == 0 ? Table[t][1] : 0) + $urandom % 12 - 4;
      for (int unsigned k = 0; k < Tables; k++) begin
        if (address - Table[k][0] < Table[k][1]) begin
          mask  = Table[k][2];
          value = model.exists(address) != 0 ? model[address] : Table[k][3];
        end
      end
      access_valid = $urandom % 4 != 0;
      write        = $urandom % 2 == 0;
      byte_enables = 4'($urandom);
      data         = $urandom;
      @(posedge clk);
      #1;
      if (access_valid && !write) begin
        if (answer != value) $fatal(1, "%h: read %h, not %h", address, answer, value);
        if (mask != '0) hits++;
        else misses++;
      end
      if (access_valid && write && mask != '0) begin
        for (int unsigned b = 0; b < 4; b++) begin
          if (byte_enables[b]) value[8*b+:8] = data[8*b+:8] & mask[8*b+:8];
        end
        model[address] = value;
      end
    end
    if (hits < 10000 || misses < 10000) $fatal(1, "coverage: %0d, %0d", hits, misses);
    $display("PASS tb_hx_fpga_storage");
    $finish;
  end

endmodule
