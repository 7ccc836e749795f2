"""The tools as a server of the Model Context Protocol; here alone its SDK is imported."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

import mcp_types as types
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from azru_kg import __version__
from azru_kg.server.agents.envelope import describe_answer
from azru_kg.server.agents.toolbox import INSTRUCTIONS, AgentTool, Toolbox, explain_unknown_tool
from azru_kg.server.ask.door import Visit

McpServer = Server[dict[str, Any]]
"""A server of the SDK, which keeps nothing between requests."""

_READS: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
# What it says below a warning is about itself.
logging.getLogger("mcp").setLevel(logging.WARNING)


def make_server(toolbox: Toolbox, admit: Callable[[Request | None], Visit]) -> McpServer:
    """Return a server of the tools; `admit` gives what works for the client of a request.

    There is no request where the agent is at the other end of a pipe.
    """
    tools = {name: _describe_tool(tool) for name, tool in toolbox.tools.items()}

    def find_schema(name: str) -> dict[str, Any] | None:
        return tools[name].input_schema if name in tools else None

    async def list_tools(
        _context: ServerRequestContext[dict[str, Any]], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[*tools.values()])

    async def call_tool(
        context: ServerRequestContext[dict[str, Any]], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        if params.name not in toolbox.tools:
            raise MCPError(
                types.INVALID_PARAMS, explain_unknown_tool(params.name, [*toolbox.tools])
            )
        request = context.request if isinstance(context.request, Request) else None
        reply = await toolbox.call(params.name, params.arguments or {}, admit(request))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=reply.text)],
            structured_content=dict(reply.content),
            is_error=reply.failed,
        )

    return Server(
        "azru-kg",
        version=__version__,
        title="azru-kg: Azerbaijan–Russia relations, with sources",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=find_schema,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def answer_http(
    server: McpServer, most: int, scope: Scope, receive: Receive, send: Send
) -> None:
    """Answer one request over HTTP, which stands for itself; its body has at most so many bytes.

    Who may ask has been looked at before.
    """
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=most
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)


async def answer_stdio(server: McpServer) -> None:
    """Answer what comes on standard input until it ends; standard output is for answers alone."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _describe_tool(tool: AgentTool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        output_schema=dict(describe_answer(tool.data)),
        annotations=_READS,
    )
