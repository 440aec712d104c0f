// Rows of the vector unit (fxvinx, fxvoutx): synapse array, random generator, memory of the FPGA.
// SPDX-License-Identifier: Apache-2.0
//
// All of it belongs to the processor's clock. One access at a time: it is taken, handed on with a
// level that stays until done, and answered. The answer comes so many cycles after the access was
// taken as the parameters say, or later if the place takes longer (conversions, a busy link).
// Weights are turned from the memory's order of bits to straight ones and back. Anything
// undefined reads 0 and takes no writes. Addresses: table ppu_vector.
module hx_ppu_rows
  import hx_map_pkg::*;
#(
    parameter int unsigned ArrayRead = 10,  // cycles, at least 4
    parameter int unsigned ArrayWrite = 9,
    parameter int unsigned ExternalWrite = 27
) (
    input logic clk_i,
    input logic rst_ni,
    input logic stop_i,  // takes nothing new

    input  logic          request_i,
    input  logic          write_i,
    input  logic [31:0]   address_i,
    input  logic [127:0]  enable_i,
    input  logic [1023:0] data_i,
    output logic          accept_o,
    output logic          response_o,
    output logic [1023:0] data_o,

    output logic          array_request_o,
    output logic          external_request_o,
    output logic          row_write_o,
    output logic [27:0]   row_address_o,  // array: vector index and its view; FPGA: word address
    output logic [127:0]  row_enable_o,
    output logic [1023:0] row_data_o,
    input  logic          array_done_i,
    input  logic [1023:0] array_data_i,
    input  logic          external_done_i,
    input  logic [1023:0] external_data_i
);

  localparam int unsigned CountWidth = 6;
  localparam logic [19:0] Row258 = 20'd516;  // first vector behind the switch rows

  typedef enum logic [1:0] {Nothing, Array, Random, Fpga} target_t;

  logic                  busy_q, write_q, response_q, is_weight_q;
  target_t               target, target_q;
  logic [CountWidth-1:0] count_q, cycles;
  logic [27:0]           address_q, address;
  logic [127:0]          enable_q;
  logic [1023:0]         data_q, random_data;
  logic                  taken, done, is_weight;

  // Bits 4..0 of every byte in the opposite order.
  function automatic logic [1023:0] mirror(input logic [1023:0] row);
    logic [1023:0] result;
    for (int unsigned i = 0; i < 32; i++) begin
      logic [31:0] word;
      word = row[32*i+:32];
      result[32*i+:32] = (word & 32'h2424_2424) | (word & 32'h0101_0101) << 4 |
          (word & 32'h0202_0202) << 2 | (word & 32'h0808_0808) >> 2 | (word & 32'h1010_1010) >> 4;
    end
    return result;
  endfunction

  // Bits 23:22 and 20 have no known use.
  logic [19:0] view;
  logic [19:0] limit;
  always_comb begin
    target    = Nothing;
    address   = '0;
    is_weight = 1'b0;
    cycles    = CountWidth'(write_i ? ArrayWrite : ArrayRead);
    view      = {address_i[19:16], 16'd0};
    limit     = view == 20'(PPU_VECTOR_RAW) ? 2 * Row258 : Row258;
    if (request_i) begin
      if (address_i[31:25] == 7'h40) begin
        target  = Fpga;
        address = {1'b0, address_i[24], address_i[23:0], 2'b00};
        if (write_i) cycles = CountWidth'(ExternalWrite);
      end else if (address_i[31:24] == '0) begin
        address = {6'd0, address_i[21:0]};
        if (view == 20'(PPU_VECTOR_RANDOM)) target = Random;
        else if (20'(address_i[15:0]) < limit) target = Array;
        is_weight = view == 20'(PPU_VECTOR_WEIGHT);
      end
    end
  end

  assign accept_o = !busy_q && !stop_i;
  assign taken    = request_i && accept_o;

  always_comb begin
    unique case (target_q)
      Array: done = array_done_i;
      Fpga: done = external_done_i;
      default: done = 1'b1;
    endcase
  end

  always_ff @(posedge clk_i) begin
    response_q <= 1'b0;
    if (!rst_ni) begin
      busy_q             <= 1'b0;
      array_request_o    <= 1'b0;
      external_request_o <= 1'b0;
    end else if (taken) begin
      busy_q             <= 1'b1;
      write_q            <= write_i;
      target_q           <= target;
      address_q          <= address;
      is_weight_q        <= is_weight;
      enable_q           <= enable_i;
      count_q            <= cycles - CountWidth'(2);
      array_request_o    <= target == Array;
      external_request_o <= target == Fpga;
      if (write_i) data_q <= is_weight ? mirror(data_i) : data_i;
    end else if (busy_q) begin
      if (count_q != '0) count_q <= count_q - 1'b1;
      else if (done) begin
        busy_q             <= 1'b0;
        response_q         <= 1'b1;
        array_request_o    <= 1'b0;
        external_request_o <= 1'b0;
        if (!write_q) begin
          unique case (target_q)
            Array: data_q <= is_weight_q ? mirror(array_data_i) : array_data_i;
            Random: data_q <= random_data;
            Fpga: data_q <= external_data_i;
            default: data_q <= '0;
          endcase
        end
      end
    end
  end

  hx_ppu_random i_random (
      .clk_i, .rst_ni, .step_i(taken && target == Random && !write_i),
      .seed_i(taken && target == Random && write_i), .enable_i, .data_i, .data_o(random_data)
  );

  assign response_o    = response_q;
  assign data_o        = data_q;
  assign row_write_o   = write_q;
  assign row_address_o = address_q;
  assign row_enable_o  = enable_q;
  assign row_data_o    = data_q;

endmodule
