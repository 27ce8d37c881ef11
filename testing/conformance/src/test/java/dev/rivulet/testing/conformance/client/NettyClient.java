package dev.rivulet.testing.conformance.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Netty.
public final class NettyClient implements OtherClient {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final int WAIT_SECONDS = 10;

  private final Received received = new Received();
  private final CompletableFuture<Void> open = new CompletableFuture<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  public NettyClient(URI uri) throws Exception {
    channel =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .handler(new Pipeline(uri))
            .connect(uri.getHost(), uri.getPort())
            .sync()
            .channel();
    open.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void send(String text) throws Exception {
    channel.writeAndFlush(new TextWebSocketFrame(text)).sync();
  }

  @Override
  public String receive() {
    return received.next();
  }

  @Override
  public int close() throws Exception {
    channel.writeAndFlush(new CloseWebSocketFrame(1000, "")).sync();
    int code = received.closeCode();
    channel.close().sync();
    var _ = group.shutdownGracefully(0, WAIT_SECONDS, TimeUnit.SECONDS);
    return code;
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final URI uri;

    Pipeline(URI uri) {
      this.uri = uri;
    }

    @Override
    protected void initChannel(SocketChannel socket) {
      var handshaker =
          WebSocketClientHandshakerFactory.newHandshaker(
              uri, WebSocketVersion.V13, null, false, new DefaultHttpHeaders(), MESSAGE_BYTES_MAX);
      socket
          .pipeline()
          .addLast(
              new HttpClientCodec(),
              new HttpObjectAggregator(8192),
              new WebSocketClientProtocolHandler(handshaker, false),
              new Frames());
    }
  }

  private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame text) {
        received.add(text.text());
      } else if (frame instanceof CloseWebSocketFrame closing) {
        received.closed(closing.statusCode());
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        open.complete(null);
      }
    }
  }
}
