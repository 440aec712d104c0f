// Test of the PADI buses: sources, spacing, waiting PADIEvents, registers.
// SPDX-License-Identifier: Apache-2.0
//
// A queue per bus holds what must come out, in order; spacing is checked between events.
// +seed=N chooses the random part.
// verilator lint_off UNUSEDSIGNAL
module tb_hx_padi;
  import hx_omnibus_pkg::request_t;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0;
  request_t access = '0;
  logic [31:0] access_data;
  logic [3:0] event_valid = '0;
  logic [3:0][10:0] event_label = '0;
  logic [3:0] event_ready;
  logic [3:0] padi_valid;
  logic [3:0][4:0] padi_row_select;
  logic [3:0][5:0] padi_label;

  logic settings_changed;  // towards the analog core
  logic [31:0] config_pin, stp_pin;

  hx_padi dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .event_valid_i(event_valid), .event_label_i(event_label),
      .event_ready_o(event_ready), .padi_valid_o(padi_valid),
      .padi_row_select_o(padi_row_select), .padi_label_o(padi_label),
      .settings_changed_o(settings_changed), .config_o(config_pin), .stp_o(stp_pin)
  );

  logic [10:0] expected[4*65536];
  int head[4];
  int tail[4];
  int last[4];
  int now = 0;
  int swallowed = 0;
  int tightest[4];
  logic [31:0] settings = '0;

  task automatic expect_event(int bus, logic [10:0] label);
    expected[65536*bus+tail[bus]%65536] = label;
    tail[bus]++;
  endtask

  // Looks at one cycle: what is on the buses, then what is accepted at its end.
  task automatic note_cycle();
    now++;
    for (int b = 0; b < 4; b++) begin
      if (padi_valid[b]) begin
        if (head[b] == tail[b]) $fatal(1, "bus %0d: unexpected event", b);
        if ({padi_row_select[b], padi_label[b]} != expected[65536*b+head[b]%65536])
          $fatal(1, "bus %0d: %h %h", b, padi_row_select[b], padi_label[b]);
        head[b]++;
        if (now - last[b] < (settings[4+b] ? 4 : 2)) $fatal(1, "bus %0d: spacing %0d", b, now - last[b]);
        if (now - last[b] < tightest[b]) tightest[b] = now - last[b];
        last[b] = now;
      end
      if (event_valid[b] && event_ready[b]) begin
        if (settings[b]) expect_event(b, event_label[b]);
        else swallowed++;
      end
      if (event_valid[b] && !event_ready[b] && !settings[b]) $fatal(1, "bus %0d stalls", b);
    end
  endtask

  initial forever begin
    @(posedge clk);
    if (rst_n) note_cycle();
  end

  task automatic cycle();
    @(posedge clk);
    #1;
    access_valid = 1'b0;
    event_valid = '0;
  endtask

  task automatic put(int address, logic [31:0] data, logic [3:0] enables = 4'hF);
    access = '{write: 1'b1, address: 26'(address), byte_enables: enables, data: data};
    access_valid = 1'b1;
    cycle();
  endtask

  task automatic get(int address, output logic [31:0] data);
    access = '{write: 1'b0, address: 26'(address), byte_enables: 4'hF, data: '0};
    access_valid = 1'b1;
    cycle();
    data = access_data;
  endtask

  task automatic set(logic [31:0] value);
    repeat (12) cycle();
    put('h118001, value);
    settings = value;
    for (int b = 0; b < 4; b++) tightest[b] = 1000;
  endtask

  int seed = 1;
  logic [31:0] data;

  initial begin
    void'($value$plusargs("seed=%d", seed));
    $display("seed %0d", seed);
    void'($urandom(seed));
    for (int b = 0; b < 4; b++) last[b] = -100;
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    cycle();

    get('h118001, data); if (data != 0) $fatal(1, "config after reset %h", data);
    set(32'hFFFF_FFFF & ~32'hFF);
    get('h118001, data); if (data != 32'hFFFF_0000) $fatal(1, "config %h", data);
    put('h118001, 32'h0000_0000, 4'b1000);
    get('h118001, data); if (data != 32'h00FF_0000) $fatal(1, "byte enables %h", data);
    put('h118002, 32'hFFFF_FFFF);
    get('h118002, data); if (data != 32'h1F) $fatal(1, "STP config %h", data);
    if (settings_changed) $fatal(1, "a read changes settings");
    put('h118001, 32'h0012_0034);
    if (!settings_changed || config_pin != 32'h0012_0034 || stp_pin != 32'h1F)
      $fatal(1, "settings on the pins: %b %h %h", settings_changed, config_pin, stp_pin);
    cycle();
    if (settings_changed) $fatal(1, "settings change for more than a cycle");
    get('h118003, data); if (data != 0) $fatal(1, "beyond the block %h", data);
    get('h118000, data); if (data != 0) $fatal(1, "PADIEvent is write only %h", data);

    // Worked example: PADIEvent 0x04EC_0002 = bus 1, row select 19, label 0x2C, in the next cycle.
    set(32'h0);
    expect_event(1, {5'd19, 6'h2C});
    put('h118000, 32'h04EC_0002);
    if (padi_valid != 4'b0010 || padi_row_select[1] != 5'd19 || padi_label[1] != 6'h2C)
      $fatal(1, "PADIEvent");
    cycle();
    if (padi_valid != 0) $fatal(1, "pulse longer than one cycle");
    // A second one right after waits for the spacing; a listening bus ignores PADIEvent.
    set(32'h4);
    for (int b = 0; b < 4; b++) if (b != 2) begin
      expect_event(b, {5'd1, 6'h01});
      expect_event(b, {5'd2, 6'h02});
    end
    put('h118000, 32'h0041_000F);
    put('h118000, 32'h0082_000F);
    repeat (6) cycle();
    for (int b = 0; b < 4; b++) if (head[b] != tail[b]) $fatal(1, "bus %0d: missing", b);

    // Crossbar event in cycle t is on the bus in cycle t + 1.
    set(32'h0000_000F);
    event_valid = 4'b1000; event_label[3] = {5'd7, 6'd9};
    cycle();
    if (padi_valid != 4'b1000 || padi_row_select[3] != 5'd7 || padi_label[3] != 6'd9)
      $fatal(1, "crossbar event");

    // Random traffic, all mixtures of listening and extended timing.
    for (int mix = 0; mix < 16; mix++) begin
      logic [10:0] label;
      set({24'b0, 4'($urandom), 4'(mix)});
      repeat (1500) begin
        for (int b = 0; b < 4; b++) begin
          event_valid[b] = $urandom % 4 != 0;
          event_label[b] = 11'($urandom);
        end
        if ($urandom % 16 == 0 && now % 8 == 0) begin
          // Seldom enough not to be replaced by the next one.
          data = {5'b0, 11'($urandom), 12'b0, 4'($urandom)};
          label = data[26:16];
          for (int b = 0; b < 4; b++) if (data[b] && !settings[b]) expect_event(b, label);
          put('h118000, data);
        end else cycle();
      end
      repeat (12) cycle();
      for (int b = 0; b < 4; b++) begin
        if (head[b] != tail[b]) $fatal(1, "bus %0d: %0d events missing", b, tail[b] - head[b]);
        if (settings[b] && tightest[b] != (settings[4+b] ? 4 : 2)) $fatal(1, "bus %0d: not at full rate", b);
      end
    end
    if (swallowed == 0) $fatal(1, "nothing was swallowed");
    $display("%0d %0d %0d %0d events, %0d swallowed", head[0], head[1], head[2], head[3], swallowed);
    $display("PASS tb_hx_padi");
    $finish;
  end
endmodule
