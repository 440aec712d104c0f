// Model of the neuron backend for its bench: one counter per neuron.
// SPDX-License-Identifier: Apache-2.0
//
// Counts the ticks of each neuron's refractory clock, cycle by cycle, from the register
// description. The bench calls model_step() at each edge, with the inputs of the cycle before it.
// The model indexes small arrays with int and cuts words out of them.
// verilator lint_off UNUSEDSIGNAL
// verilator lint_off BLKSEQ
module backend_model
  import hx_omnibus_pkg::request_t;
(
    input logic              access_valid,
    input request_t          access,
    input logic [1:0]        array_reset_valid,
    input logic [1:0][5:0]   array_reset_quad,
    input logic [1:0][3:0]   array_reset_entries,
    input logic [1:0]        row_reset_valid,
    input logic [1:0]        row_reset_parity,
    input logic [1:0][127:0] row_reset,
    input logic              fire_valid,
    input logic [511:0]      fire,
    input logic [43:0]       systime
);

  byte unsigned setting[512][4];  // as written
  logic [31:0] common[2];
  bit counting[512];
  bit line[512];
  int count[512];     // refractory counter
  int shift[512];     // of the running period
  int release_at[512];  // counter value
  bit waits[512];
  int spikes[512];
  bit overflow[512];
  int events_seen = 0;
  int lines_raised = 0;

  function automatic bit [7:0] address_out(int n);
    return ~{setting[n][0][5:0], setting[n][1][5:4]};
  endfunction
  function automatic int refractory(int n);
    bit [7:0] stored = {setting[n][1][3:0], setting[n][2][5:2]};
    return 255 - int'(stored);
  endfunction
  function automatic int holdoff(int n);
    bit [3:0] stored = {setting[n][1][7:6], setting[n][0][7:6]};
    return int'(stored);
  endfunction

  // Expected outputs of the next cycle.
  logic [7:0] want_valid = '0;
  logic [7:0][13:0] want_label = '0;
  logic [511:0] want_reset = '0;
  logic want_changed = 1'b0;
  logic [511:0] want_post = '0;
  logic [511:0] want_adapt = '0;
  logic [1:0][3:0] want_adapt_scale = '0;
  logic want_data_valid = 1'b0;
  logic [31:0] want_data = '0;

  function automatic int neuron_of_entry(int side, int i);
    return 256 * (i / 128) + 128 * side + i % 128;
  endfunction

  task automatic model_reset();
    for (int n = 0; n < 512; n++) begin
      setting[n] = '{8'hFF, 8'hFF, 8'hBC, 8'h00};
      counting[n] = 0; line[n] = 0; waits[n] = 0; spikes[n] = 0; overflow[n] = 0;
    end
    common[0] = 32'h0000_F005; common[1] = 32'h0000_F005;
  endtask

  // Spreads the masters' fires from left to right; settings word 3: 0 slave, 1 bottom, 3 to the
  // right, 5 master.
  function automatic bit [511:0] spread_fires(bit [511:0] fires);
    bit [511:0] on_line;
    for (int n = 0; n < 512; n++) on_line[n] = fires[n] && setting[n][3][5];
    for (int c = 0; c < 256; c++) begin
      if ((setting[c][3][1] || setting[c+256][3][1]) && (on_line[c] || on_line[c+256])) begin
        on_line[c] = 1;
        on_line[c+256] = 1;
      end
      if (on_line[c] && setting[c][3][3] && c != 255) on_line[c+1] = 1;
      if (on_line[c+256] && setting[c+256][3][3] && c != 255) on_line[c+257] = 1;
    end
    for (int n = 0; n < 512; n++) if (setting[n][3][0]) fires[n] = on_line[n];
    return fires;
  endfunction

  task automatic model_step();
    bit [511:0] hit;
    logic [511:0] lines;
    bit clear_counter[512];
    int side, local_address, i;
    bit reading = 0;
    logic [31:0] data = 0;
    hit = '0;
    if (fire_valid) hit = spread_fires(fire);
    for (int n = 0; n < 512; n++) clear_counter[n] = 0;
    for (int h = 0; h < 2; h++) if (array_reset_valid[h]) begin
      for (int e = 0; e < 4; e++) if (array_reset_entries[h][e]) begin
        hit[256*h + ((int'(array_reset_quad[h]) % 32) * 4 + e) * 2 + int'(array_reset_quad[h]) / 32] = 1;
      end
    end
    for (int h = 0; h < 2; h++) if (row_reset_valid[h]) begin
      for (int j = 0; j < 128; j++)
        if (row_reset[h][127-j]) hit[256*h + 2*j + int'(row_reset_parity[h])] = 1;
    end
    // commands of the bus
    side = access.address[15] ? 1 : 0;
    local_address = int'(access.address) - side * 32768;
    if (access_valid) begin
      reading = !access.write;
      if (local_address >= 'h122000 && local_address < 'h122400) begin
        i = local_address - 'h122000;
        if (i % 4 == 0 && access.write) hit[neuron_of_entry(side, i / 4)] = 1;
      end else if (local_address >= 'h122800 && local_address < 'h122C00) begin
        i = local_address - 'h122800;
        if (i % 4 == 0) begin
          i = neuron_of_entry(side, i / 4);
          data = 32'((spikes[i] % 256) + (overflow[i] ? 256 : 0));
        end
      end else if (local_address >= 'h122C00 && local_address < 'h123000) begin
        i = local_address - 'h122C00;
        if (i % 4 == 0 && access.write) clear_counter[neuron_of_entry(side, i / 4)] = 1;
      end else if (local_address >= 'h1A1000 && local_address < 'h1A1400) begin
        i = local_address - 'h1A1000;
        data = 32'(setting[neuron_of_entry(side, i / 4)][i % 4]);
      end else if (local_address == 'h1A1800) data = common[side];
      else if (local_address == 'h1A1801) data = 32'h0470_0401;
    end
    // neurons
    for (int n = 0; n < 512; n++) begin
      int s = (n / 128) % 2;
      bit forced = common[s][1];
      bit accepted = hit[n] && !counting[n] && !forced && common[s][2];
      if (clear_counter[n]) begin spikes[n] = 0; overflow[n] = 0; end
      if (forced) begin
        counting[n] = 0;
        line[n] = 0;
      end else if (counting[n]) begin
        if (count[n] == release_at[n]) line[n] = 0;
        if (systime % (44'd1 << shift[n]) == 0) begin
          count[n]++;
          if (count[n] == release_at[n]) line[n] = 0;
          if (count[n] == 255) counting[n] = 0;
        end
      end
      if (accepted) begin
        if (setting[n][3][4] && common[s][0] && !waits[n]) begin
          waits[n] = 1;
          spikes[n]++;
          if (spikes[n] % 256 == 0) overflow[n] = 1;
        end
        if (refractory(n) != 0) begin
          counting[n] = 1;
          line[n] = 1;
          lines_raised++;
          count[n] = 255 - refractory(n);
          release_at[n] = 224 + 2 * holdoff(n);
          shift[n] = setting[n][2][1] ? int'(common[s][11:8]) + 1 : int'(common[s][7:4]) + 1;
        end
      end
      lines[n] = line[n] || forced;
      want_post[n] = accepted;
      want_adapt[n] = accepted && setting[n][2][6];
    end
    // outputs
    want_valid = '0;
    for (int e = 0; e < 8; e++) begin
      for (int k = 0; k < 64; k++) begin
        int n = 256 * (k % 2) + 32 * e + k / 2;
        if (waits[n] && !want_valid[e]) begin
          waits[n] = 0;
          want_valid[e] = 1'b1;
          want_label[e] = 14'(256 * e) + 14'(address_out(n));
          events_seen++;
        end
      end
    end
    want_changed = lines != want_reset;
    want_reset = lines;
    for (int s = 0; s < 2; s++) want_adapt_scale[s] = common[s][19:16];
    want_data_valid = reading;
    want_data = data;
    // settings take effect in the next cycle
    if (access_valid && access.write && access.byte_enables == 4'hF) begin
      if (local_address >= 'h1A1000 && local_address < 'h1A1400) begin
        i = local_address - 'h1A1000;
        setting[neuron_of_entry(side, i / 4)][i % 4] = access.data[7:0];
      end else if (local_address == 'h1A1800) common[side] = access.data & 32'h00FF_FFF7;
    end
  endtask

endmodule
