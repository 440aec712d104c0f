  // Masters keep a request until it is taken; the slave answers what it was asked.
  reg [1:0]  f_valid;
  reg [62:0] f_request_0, f_request_1;
  reg [1:0]  f_taken;
  reg        f_out_valid;
  reg [62:0] f_out;
  always @(posedge clk_i) begin
    f_valid     <= rst_ni ? request_valid_i & ~request_ready_o : 2'b00;
    f_request_0 <= request_0_i;
    f_request_1 <= request_1_i;
    f_out_valid <= rst_ni && request_valid_o && !request_ready_i;
    f_out       <= request_o;
  end
  always @* if (f_begun) begin
    if (f_valid[0]) assume (request_valid_i[0] && request_0_i == f_request_0);
    if (f_valid[1]) assume (request_valid_i[1] && request_1_i == f_request_1);
  end

  // Masters whose requests were taken and not answered, oldest first.
  reg [Depth:0] f_order, f_next;
  reg [31:0]    f_count, f_left;
  wire f_answered = response_valid_i && response_ready_o;
  always @* begin
    f_next = f_order;
    f_left = f_count;
    if (f_answered) begin
      f_next = f_next >> 1;
      f_left = f_left - 1;
    end
    if (request_ready_o != 2'b00) begin
      f_next[f_left] = request_ready_o[1];
      f_left = f_left + 1;
    end
  end
  always @(posedge clk_i) begin
    f_order <= f_next;
    f_count <= rst_ni ? f_left : 32'd0;
  end
  always @* if (rst_ni) assume (!response_valid_i || f_count != 0);

  // Requests of master 0 that were taken while master 1 waited.
  reg [31:0] f_overtaken;
  always @(posedge clk_i)
    f_overtaken <= !rst_ni || !request_valid_i[1] || request_ready_o[1] ? 0
                   : f_overtaken + 32'(request_ready_o[0]);

  integer f_i;
  always @* if (f_begun && rst_ni) begin
    // A request is taken once, from the one whose it is, and reaches the slave as it is.
    assert (request_ready_o != 2'b11);
    assert ((request_ready_o & ~request_valid_i) == 2'b00);
    assert ((request_ready_o != 2'b00) == (request_valid_o && request_ready_i));
    assert (!request_ready_o[0] || request_o == request_0_i);
    assert (!request_ready_o[1] || request_o == request_1_i);
    // Valid stays until it is taken.
    assert (!f_out_valid || request_valid_o && request_o == f_out);
    // Answers come back to the one that asked, in order, none is lost.
    assert (response_valid_o == (response_valid_i && f_count != 0 ? (f_order[0] ? 2'b10 : 2'b01) : 2'b00));
    assert (f_answered == ((response_valid_o & response_ready_i) != 2'b00));
    assert (response_o == response_i);
    // Master 1 waits for at most one request of the other.
    assert (f_overtaken <= 1);
    // If there is room and someone asks, the slave is asked.
    assert (request_valid_o == (request_valid_i != 2'b00 && f_count < Depth));
    // for the induction
    assert (f_count <= Depth);
    assert (f_count == 32'(count));
    assert (f_overtaken == 0 || !held_q || held_master_q);
    assert (!held_q || request_valid_i[held_master_q]);
    assert (!held_q || f_count < Depth);
    assert (!held_q || f_out_valid);
    assert (f_out_valid == held_q);
    assert (!held_q || f_out == (held_master_q ? request_1_i : request_0_i));
  end
  always @(posedge clk_i) cover (f_begun && rst_ni && f_overtaken == 1 && f_count == Depth);
