  // The window, and what is sent again.
  always @* if (rst_ni) begin
    assume (!push_i || ready_o);
    assume (!resend_i || resend_valid_o);
  end

  wire [6:0] f_waiting = next_q - oldest_q;
  wire [6:0] f_sent    = send_q - oldest_q;
  (* anyconst *) reg [6:0] f_number;  // any number
  reg [Width-1:0] f_data;             // what was pushed with it last
  wire [6:0] f_place = f_number - oldest_q;
  always @(posedge clk_i) if (push_i && number_o == f_number) f_data <= data_i;

  // A number is not skipped: the next one to send is the old one, the one after it, an accepted
  // acknowledgement or the oldest.
  reg [6:0] f_send, f_oldest, f_next, f_acknowledge;
  reg       f_moved, f_accepted;
  always @(posedge clk_i) begin
    f_send        <= send_q;
    f_oldest      <= oldest_q;
    f_next        <= next_q;
    f_acknowledge <= acknowledge_i;
    f_moved       <= push_i || resend_i;
    f_accepted    <= acknowledge_valid_i && 7'(acknowledge_i - oldest_q) <= f_waiting;
  end
  reg f_was_running;
  initial f_was_running = 1'b0;
  always @(posedge clk_i) f_was_running <= rst_ni;

  always @* if (f_begun && rst_ni) begin
    assert (f_waiting <= Window);
    assert (f_sent <= f_waiting);
    assert (!push_i || f_waiting < Window);
    assert (f_place >= f_waiting || copy_q[f_number[PlaceWidth-1:0]] == f_data);
    assert (!resend_valid_o || resend_number_o != f_number || resend_data_o == f_data);
    if (f_was_running) begin
      assert (send_q == f_send || send_q == 7'(f_send + 7'd1) || send_q == oldest_q ||
              f_accepted && send_q == f_acknowledge);
      assert (oldest_q == f_oldest || f_accepted && oldest_q == f_acknowledge);
      assert (!(f_moved && send_q == f_send) || f_accepted || send_q == oldest_q);
    end
  end
  always @(posedge clk_i) begin
    cover (f_begun && rst_ni && resend_valid_o && f_waiting == 7'd3 && f_oldest != 0);
  end
