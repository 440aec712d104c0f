// Test of the neuron backend against a model with one counter per neuron.
// SPDX-License-Identifier: Apache-2.0
//
// The design computes deadlines, the model (backend_model) counts. Every output is compared in
// every cycle. +seed=N chooses the random part, +rounds=N its length.
// Numbers are ints of which some bits are used.
// verilator lint_off UNUSEDSIGNAL
module tb_hx_neuron_backend;
  import hx_omnibus_pkg::request_t;

  logic clk = 1'b0;
  logic rst_n = 1'b0;
  initial forever #2 clk = !clk;

  logic access_valid = 1'b0;
  request_t access;
  logic [31:0] access_data;
  logic [1:0] array_reset_valid = '0;
  logic [1:0][5:0] array_reset_quad = '0;
  logic [1:0][3:0] array_reset_entries = '1;
  logic [1:0] row_reset_valid = '0, row_reset_parity = '0;
  logic [1:0][127:0] row_reset = '0;
  logic post_valid;
  logic [511:0] post;
  logic [1:0] side_post;
  logic adapt_valid;
  logic [511:0] adapt;
  logic [1:0][3:0] adapt_scale;
  int adapting_cycles = 0;
  logic fire_valid = 1'b0;
  logic [511:0] fire = '0;
  logic [43:0] systime = '0;
  logic [47:0] now = 48'd1000;
  logic [7:0] event_valid;
  logic [7:0][13:0] event_label;
  logic reset_changed;
  logic [511:0] neuron_reset;

  hx_neuron_backend dut (
      .clk_i(clk), .rst_ni(rst_n), .access_valid_i(access_valid), .access_i(access),
      .access_data_o(access_data), .array_reset_valid_i(array_reset_valid),
      .array_reset_quad_i(array_reset_quad), .array_reset_entries_i(array_reset_entries),
      .row_reset_valid_i(row_reset_valid), .row_reset_parity_i(row_reset_parity),
      .row_reset_i(row_reset),
      .fire_valid_i(fire_valid), .fire_i(fire),
      .systime_i(systime), .now_i(now), .neuron_event_valid_o(event_valid),
      .neuron_event_label_o(event_label), .neuron_reset_changed_o(reset_changed),
      .neuron_reset_o(neuron_reset), .neuron_post_valid_o(post_valid), .neuron_post_o(post),
      .side_post_o(side_post), .neuron_adapt_valid_o(adapt_valid), .neuron_adapt_o(adapt),
      .side_adapt_scale_o(adapt_scale)
  );

  backend_model model (
      .access_valid, .access, .array_reset_valid, .array_reset_quad, .array_reset_entries,
      .row_reset_valid, .row_reset_parity, .row_reset, .fire_valid, .fire, .systime
  );

  // Outputs are compared in the middle of the cycle after the edge.
  initial forever begin
    @(posedge clk);
    if (rst_n) begin
      model.model_step();
      @(negedge clk);
      if (event_valid != model.want_valid)
        $fatal(1, "cycle %0d: events %b, want %b", now, event_valid, model.want_valid);
      for (int e = 0; e < 8; e++) begin
        if (model.want_valid[e] && event_label[e] != model.want_label[e])
          $fatal(1, "cycle %0d: label %h, want %h", now, event_label[e], model.want_label[e]);
      end
      if (neuron_reset != model.want_reset)
        $fatal(1, "cycle %0d: reset lines differ: %h", now, neuron_reset ^ model.want_reset);
      if (reset_changed != model.want_changed) $fatal(1, "cycle %0d: changed %b", now, reset_changed);
      if (post_valid != (model.want_post != '0) || (post_valid && post != model.want_post))
        $fatal(1, "cycle %0d: post pulses %b: %h, want %h", now, post_valid, post, model.want_post);
      if (adapt_valid != (model.want_adapt != '0) || (adapt_valid && adapt != model.want_adapt))
        $fatal(1, "cycle %0d: adaptation pulses %b: %h, want %h", now, adapt_valid, adapt,
               model.want_adapt);
      if (adapt_valid && adapt_scale != model.want_adapt_scale)
        $fatal(1, "cycle %0d: adaptation scales %h, want %h", now, adapt_scale,
               model.want_adapt_scale);
      if (adapt_valid) adapting_cycles++;
      if (model.want_data_valid && access_data != model.want_data)
        $fatal(1, "cycle %0d: read %h, want %h", now, access_data, model.want_data);
    end
  end

  // One clock cycle with the inputs that are set; they fall back to idle afterwards.
  task automatic cycle();
    @(posedge clk);
    #1;
    now++;
    systime++;
    access_valid = 1'b0;
    array_reset_valid = '0; row_reset_valid = '0;
    fire_valid = 1'b0;
    fire = '0;
  endtask

  task automatic put(int address, logic [31:0] data);
    access = '{write: 1'b1, address: 26'(address), byte_enables: 4'hF, data: data};
    access_valid = 1'b1;
    cycle();
  endtask

  task automatic get(int address, output logic [31:0] data);
    access = '{write: 1'b0, address: 26'(address), byte_enables: 4'hF, data: '0};
    access_valid = 1'b1;
    cycle();
    data = access_data;
  endtask

  task automatic set_neuron(int n, int address, int time_n, int hold, bit fast, bit spike,
                            bit adapts = 1'b0);
    bit [7:0] a = ~8'(address);
    bit [7:0] r = 8'(255 - time_n);
    bit [3:0] h = 4'(hold);
    int base = (n[7] ? 'h1A9000 : 'h1A1000) + 4 * (n % 128 + 128 * (n / 256));
    put(base + 0, {24'b0, h[1:0], a[7:2]});
    put(base + 1, {24'b0, h[3:2], a[1:0], r[7:4]});
    put(base + 2, {24'b0, 1'b0, adapts, r[3:0], fast, 1'b0});
    put(base + 3, {24'b0, 2'b00, 1'b1, spike, 4'b0});
  endtask

  // Fires a neuron when system time mod 2^16 is `phase`, and measures line and refractory time.
  task automatic measure(int n, int phase, output int line_cycles, output int quiet_cycles);
    longint start;
    while (int'(systime[15:0]) != phase) cycle();
    start = longint'(now);
    fire_valid = 1'b1;
    fire[n] = 1'b1;
    cycle();
    if (!neuron_reset[n]) $fatal(1, "no reset after the fire of %0d", n);
    line_cycles = 0;
    quiet_cycles = 0;
    while (quiet_cycles == 0) begin
      // Keeps firing: the first one that raises the event again ends the period.
      fire_valid = 1'b1;
      fire[n] = 1'b1;
      if (neuron_reset[n]) line_cycles++;
      cycle();
      if (|event_valid) quiet_cycles = int'(longint'(now) - 1 - start);
    end
  endtask

  int rounds = 4000;
  int seed = 1;
  int line_cycles, quiet_cycles, probability, number;
  logic [31:0] data;

  initial begin
    void'($value$plusargs("seed=%d", seed));
    void'($value$plusargs("rounds=%d", rounds));
    $display("seed %0d", seed);
    void'($urandom(seed));
    access = '0;
    model.model_reset();
    repeat (3) @(posedge clk);
    #1 rst_n = 1'b1;
    if (|neuron_reset) $fatal(1, "reset lines after power-on");
    cycle();

    // After reset: the software's containers.
    get('h1A1000, data); if (data != 32'hFF) $fatal(1, "word 0 %h", data);
    get('h1A93FE, data); if (data != 32'hBC) $fatal(1, "word 2 %h", data);
    get('h1A9800, data); if (data != 32'hF005) $fatal(1, "common %h", data);
    get('h1A1801, data);
    if (access_data != 32'h0470_0401) $fatal(1, "common word 1 %h", access_data);

    // Worked example: neuron 5 sends 0x02A; word for word.
    put('h1A1014, 'hF5); put('h1A1015, 'hD0); put('h1A1016, 'h96); put('h1A1017, 'h30);
    fire_valid = 1'b1; fire[5] = 1'b1;
    cycle();
    if (event_valid != 8'h01 || event_label[0] != 14'h02A) $fatal(1, "worked example");
    get('h122814, data); if (data != 1) $fatal(1, "spike counter %h", data);
    repeat (600) cycle();

    // Lengths from the closed formula: period end t + n*P - (t mod P), line 31 - 2*holdoff
    // ticks shorter. The next fire is accepted one cycle after the end.
    for (int scale = 0; scale < 7; scale++) begin
      for (int hold = 0; hold < 16; hold += 5) begin
        int p = 2 << scale;
        int phase = $urandom_range(0, 2 * p);
        int n = $urandom_range(33, 60);
        put('h1A1800, 32'hF005 | 32'(scale << 8) | (32'd9 << 4));
        set_neuron(300, 'h55, n, hold, 1'b1, 1'b1);
        systime = 44'h7FF_FFFF_FE00;  // a new time origin while nothing runs
        measure(300, phase, line_cycles, quiet_cycles);
        if (quiet_cycles != n * p - phase % p + 1)
          $fatal(1, "scale %0d n %0d phase %0d: quiet %0d", scale, n, phase, quiet_cycles);
        if (line_cycles != n * p - phase % p - (31 - 2 * hold) * p)
          $fatal(1, "scale %0d n %0d hold %0d phase %0d: line %0d", scale, n, hold, phase, line_cycles);
        repeat (n * p + 2) cycle();
      end
    end
    put('h1A1800, 32'hF005);

    // The release value is the start value: a pulse of one cycle.
    set_neuron(300, 'h55, 31 - 2 * 7, 7, 1'b0, 1'b1);
    fire_valid = 1'b1; fire[300] = 1'b1; cycle();
    if (!neuron_reset[300]) $fatal(1, "no pulse");
    cycle();
    if (neuron_reset[300]) $fatal(1, "pulse longer than one cycle");
    repeat (100) cycle();
    // Trap: it is never met, the line stays until a period of the neuron meets it.
    set_neuron(300, 'h55, 31 - 2 * 7 - 1, 7, 1'b0, 1'b1);
    put('h122000 + 4 * (128 + 44), 0);
    repeat (3000) cycle();
    if (!neuron_reset[300]) $fatal(1, "release value met");
    set_neuron(300, 'h55, 30, 7, 1'b0, 1'b1);
    put('h122000 + 4 * (128 + 44), 0);
    repeat (100) cycle();
    if (neuron_reset[300]) $fatal(1, "line stuck");
    // ... and forced reset forgets it.
    set_neuron(300, 'h55, 1, 0, 1'b0, 1'b1);
    fire_valid = 1'b1; fire[300] = 1'b1; cycle();
    repeat (10) cycle();
    put('h1A1800, 32'hF007);
    cycle();
    if (neuron_reset != {2{128'b0, {128{1'b1}}}}) $fatal(1, "forced reset");
    fire_valid = 1'b1; fire[300] = 1'b1; fire[299] = 1'b1; cycle();
    if (|event_valid) $fatal(1, "event under forced reset");
    put('h1A1800, 32'hF005);
    cycle();
    if (|neuron_reset) $fatal(1, "forced reset left something");
    // Trap: refractory time 0 makes events only.
    set_neuron(300, 'h66, 0, 15, 1'b0, 1'b1);
    repeat (3) begin
      fire_valid = 1'b1; fire[300] = 1'b1; cycle();
      if (event_label[1] != 14'h166 || !event_valid[1] || |neuron_reset) $fatal(1, "refractory 0");
    end

    // An adaptation pulse with the post pulse where it is on, with the scale of each side.
    put('h1A1800, 32'h5F005);
    put('h1A9800, 32'hAF005);
    set_neuron(300, 'h66, 0, 15, 1'b0, 1'b1, 1'b1);
    fire_valid = 1'b1; fire[300] = 1'b1; fire[299] = 1'b1; cycle();
    if (!adapt_valid || adapt != 512'b1 << 300 || adapt_scale != 8'hA5) $fatal(1, "adaptation pulse");
    fire_valid = 1'b1; fire[299] = 1'b1; cycle();
    if (adapt_valid || !post_valid) $fatal(1, "adaptation pulse that is off");
    put('h1A1800, 32'hF005);
    put('h1A9800, 32'hF005);

    // All fire at once: 64 events of each output, one a cycle.
    for (int n = 0; n < 512; n++) set_neuron(n, n % 256, 200, 15, 1'b0, 1'b1);
    model.events_seen = 0;
    fire_valid = 1'b1; fire = '1;
    for (int k = 0; k < 64; k++) begin
      cycle();
      if (event_valid != '1) $fatal(1, "output idle at %0d", k);
      if (event_label[7][7:0] != 8'(224 + k / 2)) $fatal(1, "order of columns");
    end
    cycle();
    if (model.events_seen != 512 || |event_valid) $fatal(1, "events %0d", model.events_seen);
    repeat (500) cycle();

    // Counter: 256 sets the overflow, which stays until the counter's reset.
    set_neuron(511, 1, 0, 0, 1'b0, 1'b1);
    put('h12AC00 + 4 * 255, 0);
    repeat (255) begin fire_valid = 1'b1; fire[511] = 1'b1; cycle(); end
    get('h12A800 + 4 * 255, data); if (data != 32'h0FF) $fatal(1, "count %h", data);
    repeat (300) begin fire_valid = 1'b1; fire[511] = 1'b1; cycle(); end
    get('h12A800 + 4 * 255, data); if (data != 32'h12B) $fatal(1, "overflow %h", data);
    put('h12AC00 + 4 * 255, 0);
    get('h12A800 + 4 * 255, data); if (data != 0) $fatal(1, "counter reset %h", data);

    // Random part, in rounds with other clocks; all commands mixed.
    for (int n = 0; n < 512; n++) begin
      set_neuron(n, int'($urandom % 256), int'($urandom % ($urandom % 8 == 0 ? 256 : 50)),
                 int'($urandom % 16), 1'($urandom), $urandom % 5 != 0, 1'($urandom));
    end
    model.events_seen = 0;
    model.lines_raised = 0;
    adapting_cycles = 0;
    for (int r = 0; r < rounds; r++) begin
      if (r % 500 == 0) begin
        put('h1A1800, 32'hF005 | 32'(($urandom % 5) << 8) | 32'(($urandom % 3) << 4)
                      | 32'(($urandom % 16) << 16));
        put('h1A9800, 32'hF005 | 32'(($urandom % 3) << 8) | 32'(($urandom % 7) << 4)
                      | 32'(($urandom % 16) << 16));
        probability = int'($urandom % 40) + 1;
      end
      if ($urandom % 100 < probability) begin
        fire_valid = 1'b1;
        repeat ($urandom_range(1, 5)) fire[$urandom % 512] = 1'b1;
        if ($urandom % 50 == 0) for (int k = 0; k < 16; k++) fire[32*k+:32] = $urandom;
      end
      if ($urandom % 40 == 0) begin
        array_reset_valid = 2'($urandom);
        array_reset_quad = 12'($urandom);
        array_reset_entries = 8'($urandom);
      end
      if ($urandom % 60 == 0) begin
        row_reset_valid = 2'($urandom);
        row_reset_parity = 2'($urandom);
        for (int w = 0; w < 4; w++) begin
          row_reset[0][32*w+:32] = $urandom & $urandom & $urandom;
          row_reset[1][32*w+:32] = $urandom & $urandom & $urandom;
        end
      end
      number = int'($urandom % 256);
      case ($urandom % 200)
        0, 1: begin
          access = '{write: 1'b1, address: 26'('h122000 + 4 * number + (number % 2) * 'h8000), byte_enables: 4'hF, data: 0};
          access_valid = 1'b1;
        end
        2: begin
          access = '{write: 1'b1, address: 26'('h122C00 + 4 * number), byte_enables: 4'hF, data: 0};
          access_valid = 1'b1;
        end
        3, 4: begin
          access = '{write: 1'b0, address: 26'('h122800 + 4 * number + (number % 2) * 'h8000), byte_enables: 4'hF, data: 0};
          access_valid = 1'b1;
        end
        5: begin
          access = '{write: 1'b0, address: 26'('h1A1000 + 4 * number + number % 4), byte_enables: 4'hF, data: 0};
          access_valid = 1'b1;
        end
        6: begin
          access = '{write: 1'b1, address: 26'('h1A1000 + 4 * number + number % 4), byte_enables: 4'hF, data: $urandom % 256};
          access_valid = 1'b1;
        end
        7: if ($urandom % 4 == 0) begin
          access = '{write: 1'b1, address: 26'h1A1800, byte_enables: 4'hF,
                     data: 32'hF000 | ($urandom % 8) | (($urandom % 16) == 0 ? 32'h2 : 32'h0) | 32'h4};
          access_valid = 1'b1;
        end
        default: ;
      endcase
      cycle();
    end
    if (model.events_seen < rounds / 20 || model.lines_raised < rounds / 20
        || adapting_cycles < rounds / 40)
      $fatal(1, "too little happened");
    $display("%0d events, %0d resets", model.events_seen, model.lines_raised);

    // Chip reset lowers the lines and says so.
    put('h1A1800, 32'hF007);
    cycle();
    rst_n = 1'b0;
    @(posedge clk); #1;
    if (|neuron_reset || !reset_changed) $fatal(1, "chip reset");
    @(posedge clk); #1;
    if (reset_changed) $fatal(1, "change without a change");
    $display("PASS tb_hx_neuron_backend");
    $finish;
  end
endmodule
