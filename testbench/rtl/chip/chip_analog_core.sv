// Stand-in for the analog core in the bench of the chip.
// SPDX-License-Identifier: Apache-2.0
//
// A word memory, a bypass of one neuron (the event of row select 19, label 0x2C on PADI bus 1
// fires neuron 5 in the next cycle) and a conversion counter for each half, which is what every
// converter reads, with the sources of the offset voltage above it. Works at the falling edge, as the board steps the core between two chip cycles.
// The core looks at a few bits of the pins.
// verilator lint_off UNUSEDSIGNAL
// verilator lint_off BLKSEQ
module chip_analog_core (
    input logic            clk_i,
    input logic            rst_ni,
    input longint unsigned cycle_i,  // chip cycles since reset

    input  logic [7:0]      padi_valid_i,
    input  logic [7:0][4:0] padi_row_select_i,
    input  logic [7:0][5:0] padi_label_i,

    input  logic         reset_changed_i,
    input  logic [511:0] neuron_reset_i,
    output logic         fire_valid_o,
    output logic [511:0] fire_o,

    input logic [1:0]      cadc_convert_i,
    input logic [1:0][8:0] cadc_row_i,
    input logic [1:0][1:0] cadc_crossed_i,

    input  logic [2:0]       word_valid_i,
    input  logic [2:0]       word_write_i,
    input  logic [2:0][3:0]  word_block_i,
    input  logic [2:0][21:0] word_offset_i,
    input  logic [2:0][3:0]  word_byte_enables_i,
    input  logic [2:0][31:0] word_data_i,
    output logic [2:0][31:0] word_data_o
);

  logic [31:0] memory[logic [25:0]];  // {block, offset}
  int unsigned conversions[2] = '{0, 0};
  logic [1:0][1:0] crossed = '0;  // in the last conversion
  longint unsigned convert_cycle[2] = '{0, 0};
  int unsigned padi_events = 0, reset_pulses = 0;
  longint unsigned fire_cycle = 0;

  initial begin
    fire_valid_o = 1'b0;
    fire_o       = '0;
    word_data_o  = '0;
  end

  function automatic logic [31:0] read_memory(input logic [3:0] block, input logic [21:0] offset);
    if (block < 2 && offset[19] && offset[17:16] == '0)
      return 32'hC0DE_0000 + 32'h100 * 32'(crossed[block[0]]) + conversions[block[0]];
    return memory.exists({block, offset}) != 0 ? memory[{block, offset}] : '0;
  endfunction

  function automatic void write_memory(input logic [3:0] block, input logic [21:0] offset,
                                       input logic [3:0] byte_enables, input logic [31:0] data);
    logic [31:0] value;
    value = read_memory(block, offset);
    for (int unsigned b = 0; b < 4; b++) if (byte_enables[b]) value[8*b+:8] = data[8*b+:8];
    memory[{block, offset}] = value;
  endfunction

  function automatic void expect_memory(input logic [3:0] block, input logic [21:0] offset,
                                        input logic [31:0] data);
    if (read_memory(block, offset) != data)
      $fatal(1, "block %0d offset %h: %h, not %h", block, offset, read_memory(block, offset), data);
  endfunction

  always @(negedge clk_i) begin
    fire_valid_o <= 1'b0;
    fire_o       <= '0;
    if (rst_ni) begin
      for (int unsigned h = 0; h < 2; h++) begin
        if (cadc_convert_i[h]) begin
          conversions[h]++;
          crossed[h] = cadc_crossed_i[h];
          convert_cycle[h] = cycle_i;
          if (cadc_row_i[h] != 9'd3) $fatal(1, "half %0d converts row %0d", h, cadc_row_i[h]);
        end
      end
      for (int unsigned p = 0; p < 3; p++) begin
        if (word_valid_i[p] && word_write_i[p])
          write_memory(word_block_i[p], word_offset_i[p], word_byte_enables_i[p], word_data_i[p]);
        else if (word_valid_i[p])
          word_data_o[p] <= read_memory(word_block_i[p], word_offset_i[p]);
      end
      for (int unsigned b = 0; b < 8; b++) if (padi_valid_i[b]) padi_events++;
      if (padi_valid_i[1] && padi_row_select_i[1] == 5'd19 && padi_label_i[1] == 6'h2C) begin
        fire_valid_o <= 1'b1;
        fire_o[5]    <= 1'b1;
        fire_cycle = cycle_i + 1;
      end
      if (reset_changed_i && neuron_reset_i[5]) reset_pulses++;
    end
  end

endmodule
